import assert from "node:assert/strict";
import { test } from "node:test";
import { isSafeAddress, parse, parseLine, type Inline } from "../src/text/format";

test("paragraphs, lines and lists", () => {
  const blocks = parse("one\ntwo\n\nthree\n- a\n- b\n1. x\n2) y\n7. z");
  assert.deepEqual(blocks.map((block) => block.kind), ["paragraph", "paragraph", "list", "list", "list"]);
  assert.deepEqual(blocks.map((block) => (block.kind === "list" ? block.items.length : block.lines.length)), [2, 1, 2, 2, 1]);
});

test("a step's count is no list", () => {
  assert.equal(parse("1 of 5. What is there right now?")[0]!.kind, "paragraph");
});

test("bold may hold a link, and stars without a partner are text", () => {
  assert.deepEqual(parseLine("a **b [c](tel:1)** d"), [
    { kind: "text", text: "a " },
    { kind: "bold", parts: [{ kind: "text", text: "b " }, { kind: "link", href: "tel:1", text: "c" }] },
    { kind: "text", text: " d" },
  ]);
  assert.deepEqual(parseLine("2 ** 3 and * more"), [{ kind: "text", text: "2 ** 3 and * more" }]);
});

test("a bare address ends before the sentence does", () => {
  assert.deepEqual(parseLine("(see https://example.org/a?b=c).")[1], { kind: "link", href: "https://example.org/a?b=c", text: "https://example.org/a?b=c" });
});

test("only https, tel, sms, mailto and paths of the own server are links", () => {
  const bad = ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "http://example.org", "vbscript:x", "//example.org", "/\\example.org", "here", "blob:x", "file:///x", " tel:1", "https://"];
  for (const address of bad) {
    assert.equal(isSafeAddress(address), false, address);
    assert.equal(links(parseLine(`[label](${address})`)).length, 0, address);
  }
  for (const address of ["https://example.org", "tel:112", "sms:741741", "mailto:a@example.org", "/notes/pAb_-1"]) assert.equal(links(parseLine(`[x](${address})`)).length, 1, address);
});

test("whatever is typed, every word of it is still there", () => {
  const pieces = ["**", "*", "[", "](", ")", "tel:1", "javascript:x", "<b>", "- ", "1. ", "\n", " ", "word", "https://a.b"];
  let state = 20;
  const random = (below: number) => (state = (state * 48271) % 2147483647) % below;
  for (let round = 0; round < 500; round += 1) {
    const text = Array.from({ length: 12 }, () => pieces[random(pieces.length)]).join("");
    const shown = parse(text).flatMap((block) => (block.kind === "list" ? block.items : block.lines)).flat().map(flat).join(" ");
    assert.equal(shown.split("word").length, text.split("word").length, `seed 20, round ${round}: ${JSON.stringify(text)}`);
  }
});

function links(parts: readonly Inline[]): Inline[] {
  return parts.flatMap((part) => (part.kind === "bold" ? links(part.parts) : part.kind === "link" ? [part] : []));
}

function flat(part: Inline): string {
  return part.kind === "bold" ? part.parts.map(flat).join("") : part.text;
}
