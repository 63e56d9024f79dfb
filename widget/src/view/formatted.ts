/** A formatted text as DOM nodes. */
import { isOwnPage, parse, type Block, type Line } from "../text/format";
import { make } from "./dom";

/** The text's blocks as elements. server: whose pages a text may lead to. */
export function formatted(text: string, server: string): HTMLElement[] {
  return parse(text).map((of) => block(of, server));
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
    const href = isOwnPage(part.href) ? new URL(part.href, new URL(server, location.href)).href : part.href;
    return make("a", { href, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" }, part.text);
  });
}
