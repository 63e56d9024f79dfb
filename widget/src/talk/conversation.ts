/** One conversation as this device has it: what was said, what is on its way, how the connection is. The view shows it. */
import { newId, type Choice, type Message, type Session } from "../protocol";
import type { Hooks } from "./connection";
import type { Delivery, Kind } from "./outbox";
import { Sender, type Link } from "./sender";
import { Thread } from "./thread";
import type { TokenKeeper } from "./token";

/** idle: nothing was sent to the server yet. offline: it is tried again by itself. refused: the server wants no connection for now. */
export type Phase = "idle" | "connecting" | "online" | "offline" | "refused";
/** Why there is no conversation on the screen any more. */
export type Ending = "cleared" | "erased" | "expired" | "elsewhere";

export interface Listener {
  /** Something that is shown may be different now. */
  changed(): void;
  /** The bot said something new. */
  arrived(): void;
  /** Words that were not sent; they belong back into the box. */
  giveBack(text: string): void;
  /** Everything was forgotten; the box, too, is to be emptied. */
  forgotten(): void;
}

export class Conversation {
  thread = new Thread();
  phase: Phase = "idle";
  ending: Ending | undefined;
  typing = false;
  /** How long the server keeps the conversation after its last message. */
  hours = 24;
  /** The code with which the server refused the connection or the last message. */
  problem: string | undefined;
  /** What the server says about a message that it could not keep, until it can. */
  excuse: string | undefined;
  /** The server no longer had the earlier conversation, and began a new one. */
  renewed = false;

  private readonly link: Link;
  private readonly sender: Sender;
  /** The server has said on this connection which conversation it is. */
  private introduced = false;
  private beginAgain: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly token: TokenKeeper, private readonly listener: Listener, connect: (hooks: Hooks) => Link) {
    this.sender = new Sender(() => this.link, {
      sent: (id) => this.thread.anchor(id),
      refused: (item, code) => {
        this.thread.remove(item.id);
        this.problem = code;
        if (item.kind === "say") listener.giveBack(item.text);
      },
      changed: () => listener.changed(),
    });
    this.link = connect({
      introduce: () => this.introduction(),
      session: (session) => this.onSession(session),
      message: (message) => this.onMessage(message),
      typing: (on) => this.onTyping(on),
      done: (id, seq) => this.onDone(id, seq),
      later: (id, text, wait) => this.onLater(id, text, wait),
      gone: (reason) => this.end(reason === "expired" || reason === "elsewhere" ? reason : "erased"),
      lost: () => this.onLost("offline"),
      refused: (code) => this.onLost("refused", code),
    });
  }

  /** There is something here that nobody else should see. */
  get begun(): boolean {
    return this.thread.entries.length > 0;
  }

  /** The choices that may be used now: none while an answer is awaited. */
  get choices(): readonly Choice[] {
    return this.sender.idle ? this.thread.choices : [];
  }

  /** How far a message is; one that the server has shown back is not waiting, even if it is sent again to fetch its answer. */
  delivery(id: string): Delivery | undefined {
    const delivery = this.sender.delivery(id);
    return delivery === "waiting" && this.thread.isKept(id) ? "received" : delivery;
  }

  /** Connects, and asks for the welcome; also the way on after an ending. */
  start(): void {
    this.ending = undefined;
    if (this.phase === "idle") this.phase = "connecting";
    this.link.open();
    if (this.introduced) this.begin();
    this.listener.changed();
  }

  say(text: string): void {
    this.enqueue("say", text, text);
  }

  choose(choice: Choice): void {
    this.enqueue("choose", choice.id, choice.label);
  }

  /** Tries to connect at once. */
  tryNow(): void {
    this.link.tryNow();
  }

  /** Ends the connection and empties memory and screen; the token stays where it is kept. */
  drop(): void {
    this.link.close();
    this.introduced = false;
    this.sender.stop();
    this.phase = "idle";
    this.ending = undefined;
    this.forgetScreen();
    this.listener.forgotten();
  }

  /** Forgets everything on this device; the server is told nothing. */
  forget(): void {
    this.token.forget();
    this.drop();
  }

  /** Forgets everything on this device, and says so. */
  clear(): void {
    this.forget();
    this.ending = "cleared";
    this.listener.changed();
  }

  /** Has the server erase the conversation everywhere; resolves to whether it did. */
  erase(): Promise<boolean> {
    return new Promise((resolve) => {
      if (!this.link.connected) return resolve(false);
      this.link.send("forget", {}, (answer) => {
        const erased = answer !== "lost" && answer.ok;
        if (erased) this.end("erased");
        resolve(erased);
      });
    });
  }

  private enqueue(kind: Kind, value: string, text: string): void {
    const id = newId();
    this.problem = undefined;
    this.renewed = false;
    this.thread.addOwn(id, text);
    this.sender.add({ id, kind, value, text });
    this.listener.changed();
  }

  private introduction(): Record<string, unknown> {
    const token = this.token.get();
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    return { v: 1, ...(token === undefined ? {} : { token }), last: this.thread.last, locale: navigator.language, zone: timeZone };
  }

  private onSession(session: Session): void {
    // A second session on one connection is another conversation: after a return code, or after erasing.
    const expired = !this.introduced && !session.resumed && this.thread.last > 0;
    if (this.introduced || expired) this.giveBack(this.forgetScreen());
    this.introduced = true;
    this.phase = "online";
    this.problem = undefined;
    this.renewed = expired;
    this.hours = session.hours;
    this.token.set(session.token);
    if (session.resumed && this.thread.last === 0) this.thread.expectHistory(session.last);
    if (this.ending === undefined) this.begin();
    this.listener.changed();
  }

  /** Asks for the welcome of a conversation that has none here; where there is one, the server says again what was said. */
  private begin(): void {
    if (this.thread.last > 0) return this.sender.start();
    this.link.send("begin", {}, (answer) => {
      if (answer !== "lost" && answer.ok) return this.sender.start();
      const pause = answer === "lost" ? 0 : answer.wait ?? 1_000;
      clearTimeout(this.beginAgain);
      this.beginAgain = setTimeout(() => this.introduced && this.begin(), pause);
    });
  }

  private onMessage(message: Message): void {
    this.excuse = undefined;
    if (this.ending !== undefined) {
      // Last words after erasing, or a new beginning: the bot speaks for itself.
      this.ending = undefined;
      this.sender.start();
    }
    if (this.thread.accept(message) && message.from === "bot") {
      this.typing = false;
      this.listener.arrived();
    }
    this.listener.changed();
  }

  private onTyping(on: boolean): void {
    this.typing = on;
    this.listener.changed();
  }

  private onDone(id: string, seq: number): void {
    this.thread.last = Math.max(this.thread.last, seq);
    this.typing = false;
    this.excuse = undefined;
    this.sender.done(id);
    this.listener.changed();
  }

  private onLater(id: string, text: string, wait: number): void {
    this.typing = false;
    this.excuse = text;
    if (id === "") this.beginAgain = setTimeout(() => this.introduced && this.begin(), wait);
    else this.sender.later(id, wait);
    this.listener.changed();
  }

  private onLost(phase: Phase, code?: string): void {
    this.introduced = this.typing = false;
    this.phase = phase;
    this.problem = code;
    this.sender.stop();
    this.listener.changed();
  }

  private end(ending: Ending): void {
    this.forgetScreen();
    this.token.forget();
    this.ending = ending;
    this.listener.forgotten();
    this.listener.changed();
  }

  /** Returns the words that were not sent. */
  private forgetScreen(): string[] {
    this.thread = new Thread();
    this.typing = this.renewed = false;
    this.problem = this.excuse = undefined;
    clearTimeout(this.beginAgain);
    return this.sender.empty().filter((item) => item.kind === "say" && item.delivery === "waiting").map((item) => item.text);
  }

  private giveBack(texts: string[]): void {
    if (texts.length > 0) this.listener.giveBack(texts.join("\n"));
  }
}
