/** What goes over the wire between widget and channel `web`. Data from outside is read here, once, and is of these types afterwards. */

export interface Choice {
  readonly id: string;
  readonly label: string;
}

export interface Message {
  /** Grows through a conversation, never used twice. */
  readonly seq: number;
  readonly from: "bot" | "you";
  /** The widget's own id, on messages from "you". */
  readonly id?: string;
  readonly text: string;
  readonly choices: readonly Choice[];
  /** Step and number of steps; 0 of 0 where there are no steps any more. */
  readonly progress?: readonly [number, number];
  readonly urgent: boolean;
}

export interface Session {
  /** Signed by the server; the only thing that names the conversation. */
  readonly token: string;
  /** False: a new conversation, what is on the screen does not belong to it. */
  readonly resumed: boolean;
  /** How long the server keeps a conversation after its last message. */
  readonly hours: number;
  /** Highest seq of the conversation so far; 0 where nothing was said. */
  readonly last: number;
}

/** Answer to an event: received (not yet answered), or refused with a code and, where it may be tried again, after how many ms. */
export type Acknowledgement = { readonly ok: true } | { readonly ok: false; readonly code: string; readonly wait?: number };

/** Longest message, in characters (code points). */
export const LONGEST_MESSAGE = 4000;

/** An id for a message: 128 random bits in the form the server asks for. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

type Fields = Record<string, unknown>;

const fields = (data: unknown): Fields => (typeof data === "object" && data !== null ? (data as Fields) : {});
const number = (value: unknown, otherwise = 0): number => (typeof value === "number" && Number.isFinite(value) ? value : otherwise);
const string = (value: unknown): string => (typeof value === "string" ? value : "");

/** Reads a `message` event; undefined where it is none. */
export function readMessage(data: unknown): Message | undefined {
  const { seq, from, id, text, choices, progress, urgent } = fields(data);
  if (!Number.isInteger(seq) || (from !== "bot" && from !== "you") || typeof text !== "string") return undefined;
  const steps = Array.isArray(progress) ? progress.map((step) => number(step)) : [];
  return {
    seq: seq as number,
    from,
    text,
    choices: Array.isArray(choices) ? choices.map(fields).map((choice) => ({ id: string(choice.id), label: string(choice.label) })) : [],
    urgent: urgent === true,
    ...(typeof id === "string" ? { id } : {}),
    ...(steps.length === 2 && steps[1]! >= 0 && steps[0]! <= steps[1]! ? { progress: [steps[0]!, steps[1]!] as const } : {}),
  };
}

/** Reads a `session` event. */
export function readSession(data: unknown): Session {
  const { token, resumed, hours, last } = fields(data);
  return { token: string(token), resumed: resumed === true, hours: number(hours, 24), last: number(last) };
}

/** Reads `done`. */
export function readDone(data: unknown): { readonly id: string; readonly seq: number } {
  const { id, seq } = fields(data);
  return { id: string(id), seq: number(seq) };
}

/** Reads `later`: a message could not be kept, why in words, and after how many ms it is to be sent again. */
export function readLater(data: unknown): { readonly id: string; readonly text: string; readonly wait: number } {
  const { id, text, wait } = fields(data);
  return { id: string(id), text: string(text), wait: number(wait, 10_000) };
}

/** Reads the answer to an event; what is not of the form counts as "try again". */
export function readAcknowledgement(data: unknown): Acknowledgement {
  const { ok, code, wait } = fields(data);
  if (ok === true) return { ok: true };
  return { ok: false, code: string(code) || "busy", ...(typeof wait === "number" ? { wait } : {}) };
}
