/** The open choices as buttons; gone once one of them is used. */
import type { Choice } from "../protocol";
import { button, make } from "./dom";

export class Choices {
  readonly element: HTMLElement;
  private shown: readonly Choice[] = [];

  constructor(name: string, private readonly choose: (choice: Choice) => void) {
    // It can hold the focus, so that a keyboard's place is not lost when the button that was pressed goes away.
    this.element = make("div", { class: "choices", role: "group", "aria-label": name, tabindex: -1 });
  }

  /** Returns whether there are new ones. */
  render(choices: readonly Choice[]): boolean {
    if (choices.length === this.shown.length && choices.every((choice, index) => choice.id === this.shown[index]!.id)) return false;
    this.shown = choices;
    const focused = this.element.contains((this.element.getRootNode() as ShadowRoot).activeElement);
    this.element.replaceChildren(...choices.map((choice) => button({ class: "choice", dir: "auto" }, () => this.choose(choice), choice.label)));
    if (focused) this.element.focus({ preventScroll: true });
    return choices.length > 0;
  }
}
