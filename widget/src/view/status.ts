/** How the connection is: a line that is seen where something is wrong, and a status region that says it once. */
import type { Conversation } from "../talk/conversation";
import type { Strings } from "../text/strings";
import { button, make, setText } from "./dom";

/** Writing that takes longer than this (ms) is said to a screen reader, too. */
const LONG_TYPING = 2_500;

export class Status {
  /** The visible line. */
  readonly bar: HTMLElement;
  /** The live region; always there, also while the panel is closed. */
  readonly region: HTMLElement;
  private readonly line: HTMLElement;
  private readonly retry: HTMLButtonElement;
  private typing: ReturnType<typeof setTimeout> | undefined;
  private wasOffline = false;

  constructor(private readonly strings: Strings, tryNow: () => void) {
    this.region = make("div", { class: "spoken", role: "status" });
    this.line = make("span");
    this.retry = button({ class: "plain" }, tryNow, strings.tryNow);
    this.bar = make("div", { class: "bar", hidden: true }, this.line, this.retry);
  }

  /** Says something once. */
  say(text: string): void {
    setText(this.region, text);
  }

  render(conversation: Conversation): void {
    const text = this.describe(conversation);
    const offline = conversation.phase === "offline" || conversation.phase === "refused";
    this.bar.hidden = text === "";
    this.retry.hidden = !offline;
    if (this.line.textContent !== text) {
      this.line.textContent = text;
      this.say(text === "" && this.wasOffline ? this.strings.connected : text);
    }
    this.wasOffline = offline;
    this.renderTyping(conversation.typing);
  }

  private renderTyping(typing: boolean): void {
    if (typing === (this.typing !== undefined)) return;
    clearTimeout(this.typing);
    this.typing = typing ? setTimeout(() => this.say(this.strings.typing), LONG_TYPING) : undefined;
  }

  private describe({ phase, problem, excuse, renewed }: Conversation): string {
    const { strings } = this;
    if (phase === "offline") return strings.offline;
    if (phase === "refused") return problem === "too_many" ? strings.tooMany : strings.refused;
    if (problem !== undefined) return strings.notTaken;
    if (excuse !== undefined) return excuse;
    return renewed ? strings.renewed : "";
  }
}
