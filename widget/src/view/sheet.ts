/** What is kept, what leaving cannot hide, clear, erase: each explained in a line and confirmed in place. */
import { fill, type Strings } from "../text/strings";
import { button, make } from "./dom";

export interface SheetActions {
  clear(): void;
  /** Resolves to whether everything is erased. */
  erase(): Promise<boolean>;
  back(): void;
}

export class Sheet {
  readonly element: HTMLElement;

  /** remembered: whether the tab keeps the token through a reload. */
  constructor(private readonly strings: Strings, private readonly remembered: boolean, private readonly actions: SheetActions) {
    this.element = make("div", { class: "sheet", id: "sheet", hidden: true, role: "region", "aria-label": strings.more });
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  /** hours: how long the server keeps a conversation. */
  show(hours: number): void {
    const { strings, actions } = this;
    const clear = this.confirmed(strings.clear, strings.clearAsk, strings.clearYes, () => actions.clear());
    const erase = this.confirmed(strings.erase, strings.eraseAsk, strings.eraseYes, (say) => {
      say(strings.erasing);
      void actions.erase().then((erased) => !erased && say(strings.eraseFailed));
    });
    const section = (title: string, text: string, ...more: Node[]) => make("section", {}, make("h3", {}, title), make("p", {}, fill(text, { hours })), ...more);
    const back = button({ class: "plain" }, actions.back, strings.back);
    this.element.replaceChildren(
      section(strings.clear, strings.clearText, clear),
      section(strings.erase, strings.eraseText, erase),
      section(strings.privacy, this.remembered ? strings.privacyTextRemembered : strings.privacyText),
      section(strings.leaveTitle, strings.leaveText),
      back,
    );
    this.element.hidden = false;
    this.element.scrollTop = 0;
    this.element.querySelector("button")?.focus({ preventScroll: true });
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** A button that asks once more, in its own place, before it acts. */
  private confirmed(label: string, ask: string, yes: string, act: (say: (text: string) => void) => void): HTMLElement {
    const answer = make("p", { role: "status" });
    const first = button({ class: "plain" }, () => {
      question.hidden = false;
      first.hidden = true;
      keep.focus();
    }, label);
    const keep = button({ class: "plain" }, () => {
      question.hidden = true;
      first.hidden = false;
      answer.textContent = "";
      first.focus();
    }, this.strings.keep);
    const question = make(
      "div",
      { class: "confirm", role: "group", "aria-label": ask, hidden: true },
      make("p", {}, ask),
      button({ class: "strong" }, () => act((text) => (answer.textContent = text)), yes),
      keep,
    );
    return make("div", {}, first, question, answer);
  }
}
