/** Brings the outbox to the server, one message after the other, for as long as the link is ready. */
import type { Acknowledgement } from "../protocol";
import type { Connection } from "./connection";
import { Outbox, type Delivery, type Item, type Queued } from "./outbox";

export type Link = Pick<Connection, "open" | "close" | "connected" | "send" | "tryNow">;

export interface SenderHooks {
  /** A message goes out, perhaps again. */
  sent(id: string): void;
  /** The server will never take this message; it is no longer in the outbox. */
  refused(item: Item, code: string): void;
  changed(): void;
}

export class Sender {
  private readonly outbox = new Outbox();
  private ready = false;
  private wake: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly link: () => Link, private readonly hooks: SenderHooks) {}

  /** From now on messages may be sent. */
  start(): void {
    this.ready = true;
    this.pump();
  }

  /** The connection ended: what was under way is sent again later. */
  stop(): void {
    this.ready = false;
    this.outbox.interrupted();
  }

  add(item: Item): void {
    this.outbox.add(item);
    this.pump();
  }

  /** The answer to a message has arrived. */
  done(id: string): void {
    this.outbox.done(id);
    this.pump();
  }

  /** A message could not be kept: it is sent again after so many ms. */
  later(id: string, wait: number): void {
    this.outbox.failed(id, "later", Date.now(), wait);
    this.pump();
  }

  /** Takes everything out. */
  empty(): Queued[] {
    clearTimeout(this.wake);
    return this.outbox.empty();
  }

  delivery(id: string): Delivery | undefined {
    return this.outbox.delivery(id);
  }

  /** Nothing is on its way. */
  get idle(): boolean {
    return this.outbox.size === 0;
  }

  private pump(): void {
    if (!this.ready || !this.link().connected) return;
    const now = Date.now();
    this.outbox.expire(now);
    const item = this.outbox.take(now);
    if (item) {
      const { id, kind, value } = item;
      this.hooks.sent(id);
      this.link().send(kind, kind === "say" ? { id, text: value } : { id, choice: value }, (answer) => this.answered(id, answer));
    }
    const next = this.outbox.nextTime();
    clearTimeout(this.wake);
    if (next !== undefined) this.wake = setTimeout(() => this.pump(), Math.max(next - now, 50));
  }

  private answered(id: string, answer: Acknowledgement | "lost"): void {
    if (answer !== "lost" && answer.ok) {
      this.outbox.received(id, Date.now());
    } else {
      const { code, wait } = answer === "lost" ? { code: answer, wait: undefined } : answer;
      const refused = this.outbox.failed(id, code, Date.now(), wait);
      if (refused) this.hooks.refused(refused, code);
    }
    this.pump();
    this.hooks.changed();
  }
}
