/** The box to write in. What is in it stays there until it is sent, whatever happens to the connection. */
import { LONGEST_MESSAGE } from "../protocol";
import { fill, type Strings } from "../text/strings";
import { button, icon, make, setText } from "./dom";

const ARROW = "M12 19V5m-6 6 6-6 6 6";
/** Control characters but tab and line feed: nobody types them, and six bytes each they could outgrow a frame. */
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f]/g;
/** From this many characters on, the count is shown. */
const COUNT_FROM = LONGEST_MESSAGE - 200;

export class Composer {
  readonly element: HTMLFormElement;
  private box: HTMLTextAreaElement;
  private readonly count: HTMLElement;
  private readonly sendButton: HTMLButtonElement;

  /** enterSends: Enter sends and Shift+Enter makes a line; where false, as on a phone, Enter makes a line. */
  constructor(private readonly strings: Strings, private readonly enterSends: boolean, private readonly send: (text: string) => void) {
    this.count = make("p", { class: "count", id: "count" });
    this.box = this.makeBox();
    this.sendButton = button({ class: "send", "aria-label": strings.send, title: strings.send }, () => this.submit(), icon(ARROW));
    this.element = make("form", { class: "composer", autocomplete: "off" }, this.box, this.sendButton, this.count);
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.update();
  }

  /** choices: whether there is something to choose instead. */
  setPlaceholder(choices: boolean): void {
    this.box.placeholder = choices ? this.strings.placeholder : this.strings.placeholderNoChoices;
  }

  /** Puts words that were not sent before what is in the box. */
  giveBack(text: string): void {
    this.box.value = this.box.value.trim() === "" ? text : `${text}\n${this.box.value}`;
    this.update();
  }

  /** Forgets what was written. A new box, because a browser can bring back with "undo" what was in the old one. */
  reset(): void {
    const old = this.box;
    this.box = this.makeBox();
    this.box.placeholder = old.placeholder;
    old.value = "";
    old.replaceWith(this.box);
    this.update();
  }

  focus(): void {
    this.box.focus();
  }

  /** Fits the box to its words, up to the height that the style sets; to be called when it becomes visible, too. */
  update(): void {
    const length = [...this.box.value].length;
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight}px`;
    this.sendButton.disabled = this.box.value.replace(INVISIBLE, "").trim() === "" || length > LONGEST_MESSAGE;
    const count = length > LONGEST_MESSAGE ? fill(this.strings.tooLong, { n: length, of: LONGEST_MESSAGE }) : `${length} / ${LONGEST_MESSAGE}`;
    setText(this.count, length > COUNT_FROM ? count : "");
  }

  private makeBox(): HTMLTextAreaElement {
    const box = make("textarea", {
      rows: 1,
      dir: "auto",
      "aria-label": this.strings.input,
      "aria-describedby": "count",
      // Neither the browser's memory nor a spelling service of its maker gets the words.
      autocomplete: "off",
      spellcheck: "false",
      writingsuggestions: "false",
    });
    box.addEventListener("input", () => this.update());
    box.addEventListener("keydown", (event) => this.onKey(event));
    return box;
  }

  private submit(): void {
    if (this.sendButton.disabled) return;
    // The button cannot be used once the box is empty, and the focus must not fall out of the chat with it.
    if (this.enterSends) this.box.focus();
    const text = this.box.value.replace(INVISIBLE, "").trim();
    this.box.value = "";
    this.update();
    this.send(text);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !this.enterSends) return;
    event.preventDefault();
    this.submit();
  }
}
