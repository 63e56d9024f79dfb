/** A formatted text as DOM nodes. */
import { parse, type Block, type Line } from "../text/format";
import { make } from "./dom";

/** The text's blocks as elements. server: address of the server, where a link that is a path leads. */
export function formatted(text: string, server: string): HTMLElement[] {
  return parse(text).map((each) => block(each, server));
}

/** A text as it was typed: lines only, nothing in it is a link. */
export function plain(text: string): HTMLElement {
  return make("p", {}, ...withBreaks(text.split("\n").map((line) => [line])));
}

function block(of: Block, server: string): HTMLElement {
  if (of.kind === "paragraph") return make("p", {}, ...withBreaks(of.lines.map((line) => nodes(line, server))));
  const items = of.items.map((item) => make("li", {}, ...nodes(item, server)));
  return of.ordered ? make("ol", { start: of.start }, ...items) : make("ul", {}, ...items);
}

function withBreaks(lines: (Node | string)[][]): (Node | string)[] {
  return lines.flatMap((line, index) => (index === 0 ? line : [make("br"), ...line]));
}

function nodes(line: Line, server: string): (Node | string)[] {
  return line.map((part) => {
    if (part.kind === "text") return part.text;
    if (part.kind === "bold") return make("strong", {}, ...nodes(part.parts, server));
    return make("a", { href: new URL(part.href, server).href, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" }, part.text);
  });
}
