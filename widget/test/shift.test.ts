import assert from "node:assert/strict";
import { test } from "node:test";
import { LONGEST_GAP, ShiftPresses } from "../src/leaving/shift";

const shift = (presses: ShiftPresses, now: number) => presses.keyup("Shift", false, now);

test("three times leaves, with up to five seconds in between", () => {
  const presses = new ShiftPresses();
  assert.deepEqual([0, LONGEST_GAP, 2 * LONGEST_GAP].map((now) => shift(presses, now)), [2, 1, 0]);
});

test("a longer pause starts anew", () => {
  const presses = new ShiftPresses();
  assert.deepEqual([0, 100, 101 + LONGEST_GAP].map((now) => shift(presses, now)), [2, 1, 2]);
});

test("another key starts anew", () => {
  const presses = new ShiftPresses();
  shift(presses, 0);
  shift(presses, 1);
  presses.keyup("a", false, 2);
  assert.equal(shift(presses, 3), 2);
});

test("capital letters never leave, whichever key is released first", () => {
  const presses = new ShiftPresses();
  for (let time = 0; time < 100; time += 10) {
    presses.keyup("A", true, time);
    assert.ok(shift(presses, time + 1) > 0);
    assert.ok(shift(presses, time + 2) > 0);
    presses.keyup("b", false, time + 3);
  }
});
