import assert from "node:assert/strict";
import { test } from "node:test";
import { exitAddress, NEUTRAL_PAGE } from "../src/leaving/leave";
import { ENGLISH, fill, withReplaced } from "../src/text/strings";

test("a page replaces words, and only words that there are", () => {
  const strings = withReplaced({ title: "Gespräch", send: 3, unknown: "x", toString: "y" });
  assert.equal(strings.title, "Gespräch");
  assert.equal(strings.send, ENGLISH.send);
  assert.ok(!("unknown" in strings));
  assert.deepEqual(withReplaced(undefined), ENGLISH);
  assert.deepEqual(withReplaced("text"), ENGLISH);
});

test("numbers are filled in; what has no value stays as it is", () => {
  assert.equal(fill("{n} of {of}, {x}", { n: 3, of: 9 }), "3 of 9, {x}");
});

test("one leaves to an https page only", () => {
  assert.equal(exitAddress("https://example.org/"), "https://example.org/");
  for (const bad of [null, "", "javascript:alert(1)", "http://example.org", "/here"]) assert.equal(exitAddress(bad), NEUTRAL_PAGE);
});
