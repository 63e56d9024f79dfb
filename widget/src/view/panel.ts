/** The open chat: puts the parts together and shows one conversation in them. Holds no state of its own but what is open. */
import type { Conversation, Ending } from "../talk/conversation";
import type { Strings } from "../text/strings";
import { Choices } from "./choices";
import { Composer } from "./composer";
import { button, make, setText } from "./dom";
import { Header } from "./header";
import { Log } from "./log";
import { Sheet } from "./sheet";
import { keepFocusInside } from "./focus";
import type { Status } from "./status";

/** The panel covers the page; what is under it cannot be seen, so the focus does not go there. The same width as in style.css. */
const FULL_SCREEN = matchMedia("(max-width: 480px)");

export interface PanelActions {
  leave(): void;
  close(): void;
}

/** The notice goes by itself once so many messages were written below it; what it says stays behind the three dots. A narrow screen needs the room. */
const NOTICE_MESSAGES = 2;

export class Panel {
  readonly element: HTMLElement;
  readonly composer: Composer;
  readonly header: Header;
  private readonly log: Log;
  private readonly choices: Choices;
  private readonly sheet: Sheet;
  private readonly scroll: HTMLElement;
  private readonly typing: HTMLElement;
  private readonly ending: HTMLElement;
  private readonly endingText: HTMLElement;
  private readonly notice: HTMLElement;
  private readonly veil: HTMLElement;
  private readonly again: HTMLButtonElement;

  constructor(
    private readonly strings: Strings,
    private readonly conversation: Conversation,
    private readonly status: Status,
    private readonly options: { readonly touch: boolean; readonly remembered: boolean; readonly server: string },
    actions: PanelActions,
  ) {
    this.header = new Header(strings, { ...actions, more: () => (this.sheet.open ? this.hideSheet() : this.showSheet()) });
    this.log = new Log(strings, options.server);
    this.choices = new Choices(strings.choices, (choice) => conversation.choose(choice));
    this.composer = new Composer(strings, !options.touch, (text) => conversation.say(text));
    this.sheet = new Sheet(strings, options.remembered, { clear: () => conversation.clear(), erase: () => conversation.erase(), back: () => this.hideSheet() });
    this.notice = this.makeNotice();
    this.typing = make("div", { class: "typing", "aria-hidden": "true", hidden: true }, make("i"), make("i"), make("i"));
    this.endingText = make("p");
    this.again = button({ class: "strong" }, () => this.startAgain(), strings.again);
    this.ending = make("div", { class: "ending", hidden: true }, this.endingText, this.again);
    this.scroll = make(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": strings.conversation },
      this.log.history, this.log.live, this.typing, this.choices.element, this.ending,
    );
    this.veil = make("div", { class: "veil", hidden: true }, make("p", {}, strings.veiled), button({ class: "strong" }, () => this.unveil(), strings.unveil));
    this.element = make(
      "section",
      { class: "panel", role: "dialog", "aria-labelledby": "title", tabindex: -1, hidden: true },
      this.header.element, this.notice, status.bar, this.scroll, this.composer.element, this.sheet.element, this.veil,
    );
    this.element.addEventListener("keydown", (event) => this.onKey(event, actions.close));
    this.element.addEventListener("pointerdown", () => this.unveil());
  }

  /** Puts the focus where one goes on: the box; on a touch screen the panel, so that no keyboard covers the welcome. */
  focus(): void {
    if (!this.ending.hidden) return this.again.focus();
    if (this.options.touch) this.element.focus();
    else this.composer.focus();
  }

  render(): void {
    const { conversation, log } = this;
    const { thread, choices } = conversation;
    this.header.render(thread.progress);
    if (thread.entries.filter((entry) => entry.from === "you" && !entry.history).length >= NOTICE_MESSAGES) this.notice.remove();
    const added = log.render(thread.entries, (key) => conversation.delivery(key), conversation.phase !== "online");
    const offered = this.choices.render(choices);
    this.composer.setPlaceholder(choices.length > 0);
    this.typing.hidden = !conversation.typing && conversation.phase !== "connecting";
    this.renderEnding(conversation.ending);
    this.status.render(conversation);
    if (added || offered || !this.typing.hidden) this.follow();
  }

  /** Empties the box and what shows the conversation. */
  reset(): void {
    this.composer.reset();
    this.render();
    this.status.say("");
  }

  /** Covers what can be read until somebody touches the chat. */
  cover(): void {
    if (!this.conversation.begun || this.element.hidden) return;
    this.veil.hidden = false;
    this.element.classList.add("veiled");
  }

  private unveil(): void {
    this.veil.hidden = true;
    this.element.classList.remove("veiled");
  }

  private renderEnding(ending: Ending | undefined): void {
    const ended = ending !== undefined;
    if (ended) setText(this.endingText, this.strings[ending]);
    if (ended === !this.ending.hidden) return;
    this.ending.hidden = !ended;
    this.composer.element.hidden = ended;
    if (!ended) return;
    this.setSheet(false);
    this.unveil();
    this.status.say(this.strings[ending]);
    if (!this.element.hidden) this.again.focus();
  }

  private startAgain(): void {
    this.conversation.start();
    this.focus();
  }

  private showSheet(): void {
    this.setSheet(true);
    this.sheet.show(this.conversation.hours);
  }

  private hideSheet(): void {
    this.setSheet(false);
    this.header.more.focus();
  }

  private setSheet(open: boolean): void {
    if (!open) this.sheet.hide();
    this.header.more.setAttribute("aria-expanded", String(open));
    for (const covered of [this.notice, this.scroll, this.composer.element]) covered.inert = open;
  }

  /** Shows the newest messages, but never scrolls past the beginning of what answers the last own message. */
  private follow(): void {
    const { scroll } = this;
    const bottom = scroll.scrollHeight - scroll.clientHeight;
    scroll.scrollTo({ top: Math.min(bottom, Math.max((this.log.newest?.offsetTop ?? 0) - 12, 0)) });
  }

  private onKey(event: KeyboardEvent, close: () => void): void {
    this.unveil();
    if (event.key === "Tab" && FULL_SCREEN.matches) keepFocusInside(this.element, event);
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    if (this.sheet.open) this.hideSheet();
    else close();
  }

  private makeNotice(): HTMLElement {
    const notice: HTMLElement = make(
      "div",
      { class: "notice" },
      make("p", {}, this.options.touch ? this.strings.noticeTouch : this.strings.notice),
      button({ class: "plain" }, () => {
        notice.remove();
        this.focus();
      }, this.strings.noticeDone),
    );
    return notice;
  }
}
