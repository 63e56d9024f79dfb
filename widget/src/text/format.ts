/**
 * The little markup that texts may hold, read into a tree (pure): **bold**, lists, [label](address), bare https addresses.
 *
 * Anything else is text. A tree holds no HTML, and an address only where its scheme is one of four or it is a path on the chat's own
 * server, so nothing in a text can run.
 */

export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bold"; readonly parts: readonly Inline[] }
  | { readonly kind: "link"; readonly href: string; readonly text: string };

export type Line = readonly Inline[];

export type Block =
  | { readonly kind: "paragraph"; readonly lines: Line[] }
  | { readonly kind: "list"; readonly ordered: boolean; readonly start: number; readonly items: Line[] };

/** The last of them: a path on the server that the chat talks with. */
const SAFE = /^(?:(?:https:\/\/|tel:|sms:|mailto:)\S+|\/(?![/\\])[^\s\\]*)$/i;
const BULLET = /^\s*[-*•]\s+(.+)$/;
const NUMBERED = /^\s*(\d{1,3})[.)]\s+(.+)$/;
const MARKUP = /\*\*(?=\S)(.+?)(?<=\S)\*\*|\[([^[\]]+)\]\(([^()\s]+)\)|\bhttps:\/\/[^\s<>"')\]]*[^\s<>"')\].,;:!?]/;

/** Whether a link may go there: https, tel, sms, mailto, or a path on the chat's own server. */
export function isSafeAddress(address: string): boolean {
  return SAFE.test(address);
}

/** A text as blocks: paragraphs with their lines, and lists. An empty line ends a block. */
export function parse(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === "") {
      open = undefined;
      continue;
    }
    const next = read(line);
    if (open && goesOn(open, next)) {
      append(open, next);
    } else {
      blocks.push(next);
      open = next;
    }
  }
  return blocks;
}

/** The inline parts of one line. */
export function parseLine(line: string): Line {
  const found = MARKUP.exec(line);
  if (!found) return line === "" ? [] : [{ kind: "text", text: line }];
  const before = line.slice(0, found.index);
  const after = line.slice(found.index + found[0].length);
  return [...(before === "" ? [] : [{ kind: "text", text: before } as const]), inline(found), ...parseLine(after)];
}

function inline([whole, bold, label, address]: RegExpExecArray): Inline {
  if (bold !== undefined) return { kind: "bold", parts: parseLine(bold) };
  if (label === undefined || address === undefined) return { kind: "link", href: whole!, text: whole! };
  return isSafeAddress(address) ? { kind: "link", href: address, text: label } : { kind: "text", text: whole! };
}

function read(line: string): Block {
  const bullet = BULLET.exec(line);
  if (bullet) return { kind: "list", ordered: false, start: 1, items: [parseLine(bullet[1]!)] };
  const numbered = NUMBERED.exec(line);
  if (numbered) return { kind: "list", ordered: true, start: Number(numbered[1]), items: [parseLine(numbered[2]!)] };
  return { kind: "paragraph", lines: [parseLine(line)] };
}

function goesOn(open: Block, next: Block): boolean {
  if (open.kind === "paragraph" || next.kind === "paragraph") return open.kind === next.kind;
  return open.ordered === next.ordered && (!open.ordered || next.start === open.start + open.items.length);
}

function append(open: Block, next: Block): void {
  if (open.kind === "list" && next.kind === "list") open.items.push(...next.items);
  if (open.kind === "paragraph" && next.kind === "paragraph") open.lines.push(...next.lines);
}
