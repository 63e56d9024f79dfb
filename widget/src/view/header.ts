/** The bar that is always in view: title, progress, Leave now, the way to privacy and erasing, close. */
import { fill, type Strings } from "../text/strings";
import { button, icon, make, setText } from "./dom";

/** Three dots. */
const DOTS = "M5 12h.01M12 12h.01M19 12h.01";
const DOWN = "m6 9 6 6 6-6";

export class Header {
  readonly element: HTMLElement;
  readonly more: HTMLButtonElement;
  private readonly leave: HTMLButtonElement;
  private readonly progress: HTMLProgressElement;
  private readonly steps: HTMLElement;

  constructor(private readonly strings: Strings, press: { leave(): void; more(): void; close(): void }) {
    this.steps = make("span", { class: "steps" });
    this.progress = make("progress", { "aria-hidden": "true" });
    this.more = button({ class: "quiet", "aria-label": strings.more, title: strings.more, "aria-expanded": "false", "aria-controls": "sheet" }, press.more, icon(DOTS));
    this.leave = button({ class: "leave" }, press.leave, strings.leave);
    this.element = make(
      "header",
      {},
      make("div", { class: "name" }, make("h2", { id: "title" }, strings.title), this.steps),
      this.leave,
      this.more,
      button({ class: "quiet", "aria-label": strings.close, title: strings.close }, press.close, icon(DOWN)),
      this.progress,
    );
    this.render(undefined);
  }

  /** How many times Shift was pressed on the way to leaving. */
  showPresses(presses: number): void {
    this.leave.dataset.presses = String(presses);
  }

  render(progress: readonly [number, number] | undefined): void {
    this.progress.hidden = this.steps.hidden = !progress;
    if (!progress) return;
    const [n, of] = progress;
    this.progress.max = of;
    this.progress.value = n;
    setText(this.steps, fill(this.strings.progress, { n, of }));
  }
}
