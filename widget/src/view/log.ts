/**
 * The messages. What was said before this screen was opened stands in a group of its own, outside the live region, so that a screen reader
 * reads each message once, when it is new.
 */
import type { Delivery } from "../talk/outbox";
import type { Entry } from "../talk/thread";
import { fill, type Strings } from "../text/strings";
import { make, setText, spoken } from "./dom";
import { formatted, plain } from "./formatted";

interface Shown {
  readonly element: HTMLElement;
  /** Under an own message: that it is still waiting. */
  readonly note: HTMLElement | undefined;
}

export class Log {
  readonly history: HTMLElement;
  readonly live: HTMLElement;
  private readonly shown = new Map<string, Shown>();

  /** server: its address, for links that are paths. */
  constructor(private readonly strings: Strings, private readonly server: string) {
    this.history = make("div", { class: "messages", role: "group", "aria-label": strings.history });
    this.live = make("div", { class: "messages", role: "log", "aria-label": strings.log, "aria-live": "polite", "aria-relevant": "additions" });
  }

  /**
   * Brings the screen in line with the entries; an element that is shown already is never moved or made anew.
   *
   * delivery: of an own message, undefined once it is answered. held: whether messages cannot be sent now. Returns whether something was added.
   */
  render(entries: readonly Entry[], delivery: (key: string) => Delivery | undefined, held: boolean): boolean {
    const keys = new Set(entries.map((entry) => entry.key));
    for (const [key, { element }] of this.shown) {
      if (keys.has(key)) continue;
      element.remove();
      this.shown.delete(key);
    }
    const size = this.shown.size;
    for (const parent of [this.history, this.live]) this.place(parent, entries.filter((entry) => entry.history === (parent === this.history)));
    for (const { key } of entries) {
      const { note, element } = this.shown.get(key)!;
      const waiting = delivery(key) === "waiting" && (held || key !== entries[entries.length - 1]?.key);
      element.classList.toggle("waiting", waiting);
      if (note) setText(note, waiting ? this.strings.waiting : "");
    }
    this.history.hidden = this.history.childElementCount === 0;
    return this.shown.size > size;
  }

  /** The last own message, after which the newest answers stand; where none was sent yet, the first message. */
  get newest(): HTMLElement | undefined {
    const own = this.live.querySelectorAll<HTMLElement>(".you");
    return own[own.length - 1] ?? (this.live.firstElementChild as HTMLElement | null) ?? undefined;
  }

  private place(parent: HTMLElement, entries: readonly Entry[]): void {
    let before = parent.firstElementChild;
    for (const entry of entries) {
      const known = this.shown.get(entry.key);
      if (known) {
        if (known.element === before) before = before.nextElementSibling;
        continue;
      }
      const made = this.make(entry);
      this.shown.set(entry.key, made);
      parent.insertBefore(made.element, before);
    }
  }

  private make(entry: Entry): Shown {
    const { strings } = this;
    if (entry.from === "you") {
      const note = make("span", { class: "note", "aria-live": "off" });
      const element = make("div", { class: "message you", dir: "auto" }, spoken(`${strings.youSaid} `), plain(entry.text), note);
      return { element, note };
    }
    const labels = entry.choices.map((choice) => choice.label).join(", ");
    const element = make(
      "div",
      { class: entry.urgent ? "message bot urgent" : "message bot", dir: "auto" },
      spoken(`${strings.reply} `),
      ...formatted(entry.text, this.server),
      labels !== "" && spoken(` ${fill(strings.choicesFollow, { labels })}`),
    );
    return { element, note: undefined };
  }
}
