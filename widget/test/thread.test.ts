import assert from "node:assert/strict";
import { test } from "node:test";
import { readMessage, type Message } from "../src/protocol";
import { Thread } from "../src/talk/thread";

function message(seq: number, more: Record<string, unknown> = {}): Message {
  return readMessage({ seq, from: "bot", text: `bot ${seq}`, choices: [], ...more })!;
}
const texts = (thread: Thread) => thread.entries.map((entry) => entry.text);

test("a message that comes twice is shown once, and late ones take their place", () => {
  const thread = new Thread();
  for (const seq of [1, 3, 1, 2, 3]) thread.accept(message(seq));
  assert.deepEqual(texts(thread), ["bot 1", "bot 2", "bot 3"]);
  assert.equal(thread.last, 3);
});

test("an own message stands before its answer, one that waits stands after it", () => {
  const thread = new Thread();
  thread.accept(message(1));
  thread.addOwn("a", "first");
  thread.addOwn("b", "second");
  thread.anchor("a");
  thread.accept(message(3));
  assert.deepEqual(texts(thread), ["bot 1", "first", "bot 3", "second"]);
  thread.accept(message(2, { from: "you", id: "a", text: "first" }));
  assert.deepEqual(texts(thread), ["bot 1", "first", "bot 3", "second"]);
});

test("what was said before is history, what comes after is not", () => {
  const thread = new Thread();
  thread.expectHistory(2);
  for (const seq of [1, 2, 3]) thread.accept(message(seq));
  assert.deepEqual(thread.entries.map((entry) => entry.history), [true, true, false]);
});

test("choices are open until the person says something, and open again where that was taken back", () => {
  const thread = new Thread();
  thread.accept(message(1, { choices: [{ id: "x", label: "Yes" }] }));
  assert.deepEqual(thread.choices.map((choice) => choice.id), ["x"]);
  thread.addOwn("a", "Yes");
  assert.deepEqual(thread.choices, []);
  thread.remove("a");
  assert.equal(thread.choices.length, 1);
});

test("progress stays while messages without it come", () => {
  const thread = new Thread();
  thread.accept(message(1, { progress: [3, 9] }));
  thread.accept(message(2));
  assert.deepEqual(thread.progress, [3, 9]);
});

test("progress goes where there are no steps any more, and comes back with the next", () => {
  const thread = new Thread();
  thread.accept(message(1, { progress: [9, 9] }));
  thread.accept(message(2, { progress: [0, 0] }));
  assert.equal(thread.progress, undefined);
  thread.accept(message(3, { progress: [1, 5] }));
  assert.deepEqual(thread.progress, [1, 5]);
});

test("what is no message is left aside", () => {
  for (const data of [undefined, 7, "x", {}, { seq: 1.5, from: "bot", text: "" }, { seq: 1, from: "else", text: "" }, { seq: 1, from: "bot", text: 3 }]) {
    assert.equal(readMessage(data), undefined);
  }
  assert.equal(message(1, { progress: [2, 1] }).progress, undefined);
});
