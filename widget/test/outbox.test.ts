import assert from "node:assert/strict";
import { test } from "node:test";
import { Outbox, PATIENCE } from "../src/talk/outbox";

const item = (id: string) => ({ id, kind: "say" as const, value: id, text: id });

function withItems(...ids: string[]): Outbox {
  const outbox = new Outbox();
  for (const id of ids) outbox.add(item(id));
  return outbox;
}

test("the next message is sent only when the one before is answered", () => {
  const outbox = withItems("a", "b");
  assert.equal(outbox.take(0)?.id, "a");
  assert.equal(outbox.take(0), undefined);
  outbox.received("a", 0);
  assert.equal(outbox.take(0), undefined);
  outbox.done("a");
  assert.equal(outbox.take(0)?.id, "b");
});

test("after an interruption the same message is sent again, before the others", () => {
  const outbox = withItems("a", "b");
  outbox.take(0);
  outbox.received("a", 0);
  outbox.interrupted();
  assert.equal(outbox.take(0)?.id, "a");
  assert.equal(outbox.size, 2);
});

test("a server that is busy is asked again after the time it names, or after a pause that grows", () => {
  const outbox = withItems("a");
  outbox.take(0);
  assert.equal(outbox.failed("a", "too_many", 0, 700), undefined);
  assert.equal(outbox.take(699), undefined);
  assert.ok(outbox.take(700));
  outbox.failed("a", "busy", 0);
  const first = outbox.nextTime()!;
  outbox.take(first);
  outbox.failed("a", "busy", 0);
  assert.ok(outbox.nextTime()! > first);
});

test("what the server will never take is given back", () => {
  const outbox = withItems("a", "b");
  outbox.take(0);
  assert.equal(outbox.failed("a", "too_long", 0)?.id, "a");
  assert.equal(outbox.take(0)?.id, "b");
});

test("an answer that does not come is asked for again", () => {
  const outbox = withItems("a");
  outbox.take(0);
  outbox.received("a", 0);
  outbox.expire(PATIENCE - 1);
  assert.equal(outbox.take(PATIENCE - 1), undefined);
  outbox.expire(PATIENCE);
  assert.equal(outbox.take(PATIENCE)?.id, "a");
});
