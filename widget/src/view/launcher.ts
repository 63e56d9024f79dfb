/** The round button that opens the chat, with the number of unread messages. */
import { fill, type Strings } from "../text/strings";
import { button, icon, make, setText } from "./dom";

const BUBBLE = "M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2z";

export class Launcher {
  readonly element: HTMLButtonElement;
  private readonly badge = make("span", { class: "badge", "aria-hidden": "true", hidden: true });

  constructor(private readonly strings: Strings, open: () => void) {
    this.element = button({ class: "launcher", "aria-haspopup": "dialog" }, open, icon(BUBBLE), this.badge);
    this.render(0);
  }

  render(unread: number): void {
    this.badge.hidden = unread === 0;
    setText(this.badge, unread > 9 ? "9+" : String(unread));
    const name = unread === 0 ? this.strings.open : fill(this.strings.openUnread, { n: unread });
    this.element.setAttribute("aria-label", name);
  }

  /** What the button is called now; it says how many messages are unread. */
  get name(): string {
    return this.element.getAttribute("aria-label") ?? "";
  }
}
