/** What has been said, in order and each once (pure). */
import type { Choice, Message } from "../protocol";

export interface Entry {
  /** Stays the same for as long as the entry is shown. */
  readonly key: string;
  readonly from: "bot" | "you";
  readonly text: string;
  readonly urgent: boolean;
  /** Said before this screen was opened; it is shown, but not read aloud again. */
  readonly history: boolean;
  readonly choices: readonly Choice[];
}

interface Placed extends Entry {
  /** seq; half a step after a seq for an own message whose seq is not known; Infinity for one that was not sent yet. */
  position: number;
  readonly progress: readonly [number, number] | undefined;
}

export class Thread {
  private placed: Placed[] = [];
  private readonly seen = new Set<number>();
  private historyUpTo = 0;

  /** Highest seq so far; 0 at the beginning. */
  last = 0;

  /** Everything up to this seq that still comes was said before. */
  expectHistory(upTo: number): void {
    this.historyUpTo = upTo;
  }

  /** Takes a message; returns whether it is new here. */
  accept(message: Message): boolean {
    if (this.seen.has(message.seq)) return false;
    this.seen.add(message.seq);
    this.last = Math.max(this.last, message.seq);
    const own = message.id === undefined ? undefined : this.placed.find((entry) => entry.key === message.id);
    if (own) {
      own.position = message.seq;
    } else {
      this.placed.push({
        key: message.from === "you" && message.id !== undefined ? message.id : `#${message.seq}`,
        from: message.from,
        text: message.text,
        urgent: message.urgent,
        history: message.seq <= this.historyUpTo,
        position: message.seq,
        choices: message.choices,
        progress: message.progress,
      });
    }
    this.placed.sort((a, b) => (a.position === b.position ? 0 : a.position - b.position));
    return !own;
  }

  /** Shows an own message, at the end until it is sent. */
  addOwn(id: string, text: string): void {
    this.placed.push({ key: id, from: "you", text, urgent: false, history: false, position: Infinity, choices: [], progress: undefined });
  }

  /** An own message is sent: it stands after what has been said so far, before what answers it. */
  anchor(id: string): void {
    const own = this.placed.find((entry) => entry.key === id);
    if (own?.position === Infinity) own.position = this.last + 0.5;
  }

  /** Whether the server has shown that it keeps an own message. */
  isKept(id: string): boolean {
    return this.placed.some((entry) => entry.key === id && Number.isInteger(entry.position));
  }

  /** Takes an own message off again. */
  remove(id: string): void {
    this.placed = this.placed.filter((entry) => entry.key !== id);
  }

  get entries(): readonly Entry[] {
    return this.placed;
  }

  /** The choices that are open: those offered since the person's last message. */
  get choices(): readonly Choice[] {
    const since = this.placed.map((entry) => entry.from).lastIndexOf("you") + 1;
    return this.placed.slice(since).flatMap((entry) => entry.choices);
  }

  /** The latest step and number of steps; none before the first step and after the last. */
  get progress(): readonly [number, number] | undefined {
    const latest = [...this.placed].reverse().find((entry) => entry.progress)?.progress;
    return latest && latest[1] > 0 ? latest : undefined;
  }
}
