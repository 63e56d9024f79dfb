/**
 * Messages on their way to the server (pure: time comes in from outside).
 *
 * One at a time, in order: the next is sent when the server has answered the one before. A message stays here, with the same id, until its
 * answer has arrived; the server knows ids it has seen, so sending again never says anything twice.
 */

export type Kind = "say" | "choose";

export interface Item {
  readonly id: string;
  readonly kind: Kind;
  /** What is sent: the words, or the choice's id. */
  readonly value: string;
  /** What the person sees. */
  readonly text: string;
}

/** waiting: not sent, or to be sent again. sent: not yet acknowledged. received: the answer is on its way. */
export type Delivery = "waiting" | "sent" | "received";

export interface Queued extends Item {
  delivery: Delivery;
  attempts: number;
  /** Not to be sent before this time (ms). */
  notBefore: number;
}

/** Codes after which the same message would be refused again. */
const FINAL_CODES: ReadonlySet<string> = new Set(["bad_request", "too_long", "too_big"]);
/** First pause before a message is sent again, and the longest (ms); it doubles in between. */
const PAUSE = 1_000;
const LONGEST_PAUSE = 15_000;
/** So long an acknowledged message may go without its answer before it is sent again (ms). */
export const PATIENCE = 30_000;

export class Outbox {
  private queue: Queued[] = [];

  /** Adds a message at the end. */
  add(item: Item): void {
    this.queue.push({ ...item, delivery: "waiting", attempts: 0, notBefore: 0 });
  }

  /** Takes the message that may be sent now, and counts it as sent; undefined while there is none. */
  take(now: number): Item | undefined {
    const head = this.queue[0];
    if (!head || head.delivery !== "waiting" || head.notBefore > now) return undefined;
    head.delivery = "sent";
    head.attempts += 1;
    return head;
  }

  /** The server has it. It is kept until `done`, and sent again should the answer not come. */
  received(id: string, now: number): void {
    const item = this.find(id);
    if (!item) return;
    item.delivery = "received";
    item.notBefore = now + PATIENCE;
  }

  /**
   * The server did not take it, or did not say so in time.
   *
   * Returns the message where sending it again is of no use; it is out of the queue then.
   */
  failed(id: string, code: string, now: number, wait?: number): Item | undefined {
    const item = this.find(id);
    if (!item) return undefined;
    if (FINAL_CODES.has(code)) {
      this.done(id);
      return item;
    }
    item.delivery = "waiting";
    item.notBefore = now + (wait ?? Math.min(PAUSE * 2 ** (item.attempts - 1), LONGEST_PAUSE));
    return undefined;
  }

  /** Its answer has arrived. */
  done(id: string): void {
    this.queue = this.queue.filter((item) => item.id !== id);
  }

  /** The connection ended: whatever was under way is sent again. */
  interrupted(): void {
    for (const item of this.queue) {
      item.delivery = "waiting";
      item.notBefore = 0;
    }
  }

  /** Gives up waiting for answers that are overdue: they are sent again. */
  expire(now: number): void {
    for (const item of this.queue) if (item.delivery === "received" && item.notBefore <= now) item.delivery = "waiting";
  }

  /** Time (ms) at which something may be sent that may not be now; undefined where there is none. */
  nextTime(): number | undefined {
    const head = this.queue[0];
    return head && head.delivery !== "sent" ? head.notBefore : undefined;
  }

  /** How far a message is; undefined once it is answered. */
  delivery(id: string): Delivery | undefined {
    return this.find(id)?.delivery;
  }

  /** Takes everything out. */
  empty(): Queued[] {
    const items = this.queue;
    this.queue = [];
    return items;
  }

  get size(): number {
    return this.queue.length;
  }

  private find(id: string): Queued | undefined {
    return this.queue.find((item) => item.id === id);
  }
}
