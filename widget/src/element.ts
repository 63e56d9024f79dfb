/** The element `<ground-work>`: reads its attributes, opens, closes, leaves. Nothing is sent before it is opened. */
import { exitAddress, leave } from "./leaving/leave";
import { watchIdle } from "./leaving/idle";
import { LONGEST_GAP, ShiftPresses } from "./leaving/shift";
import { Connection } from "./talk/connection";
import { Conversation } from "./talk/conversation";
import { tokenKeeper } from "./talk/token";
import { withReplaced, type Strings } from "./text/strings";
import { make } from "./view/dom";
import { Launcher } from "./view/launcher";
import { Panel } from "./view/panel";
import { Status } from "./view/status";
import style from "./view/style.css";
import { fitToVisibleScreen } from "./view/viewport";

const SCRIPT = document.currentScript as HTMLScriptElement | null;
/** Where the script came from: the server, unless the element names another. */
const ORIGIN = SCRIPT?.src ? new URL(SCRIPT.src).origin : location.origin;

export class GroundWork extends HTMLElement {
  private readonly shadow = this.attachShadow({ mode: "closed" });
  private presses = new ShiftPresses();
  private remembered = false;
  private strings!: Strings;
  private conversation!: Conversation;
  private frame!: HTMLElement;
  private launcher!: Launcher;
  private status!: Status;
  private panel!: Panel;
  private unread = 0;
  private fade: ReturnType<typeof setTimeout> | undefined;
  private endings: (() => void)[] = [];

  connectedCallback(): void {
    this.strings = withReplaced(this.givenStrings());
    this.remembered = this.getAttribute("remember") === "session";
    this.build();
    const onKeyup = (event: KeyboardEvent) => this.onKeyup(event);
    const onPageHide = () => this.onPageHide();
    addEventListener("keyup", onKeyup, true);
    addEventListener("pagehide", onPageHide);
    this.endings.push(
      () => removeEventListener("keyup", onKeyup, true),
      () => removeEventListener("pagehide", onPageHide),
      watchIdle(() => this.panel.cover()),
    );
    if (this.hasAttribute("open")) this.open();
  }

  disconnectedCallback(): void {
    for (const end of this.endings.splice(0)) end();
    this.conversation.drop();
    this.shadow.replaceChildren();
  }

  /** Shows the chat; the first time, connects and asks for the welcome. */
  open(): void {
    this.setOpen(true);
    this.unread = 0;
    this.launcher.render(0);
    if (this.conversation.phase === "idle" && this.conversation.ending === undefined) this.conversation.start();
    this.panel.composer.update();
    this.panel.render();
    this.panel.focus();
  }

  /** Hides the chat; the conversation goes on. */
  close(): void {
    this.setOpen(false);
    this.launcher.element.focus();
  }

  /** Empties memory, storage and page, and goes to a neutral page. */
  leave(): void {
    this.conversation.forget();
    this.shadow.replaceChildren();
    leave(exitAddress(this.getAttribute("exit-url")), this.strings.leaveBlank);
  }

  private build(): void {
    const { strings, remembered } = this;
    const listener = {
      changed: () => this.panel.render(),
      arrived: () => this.onArrival(),
      giveBack: (text: string) => this.panel.composer.giveBack(text),
      forgotten: () => this.onForgotten(),
    };
    const server = new URL(this.getAttribute("server") ?? ORIGIN, location.href).origin;
    this.conversation = new Conversation(tokenKeeper(remembered), listener, (hooks) => new Connection(server, hooks));
    this.launcher = new Launcher(strings, () => this.open());
    this.status = new Status(strings, () => this.conversation.tryNow());
    const actions = { leave: () => this.leave(), close: () => this.close() };
    this.panel = new Panel(strings, this.conversation, this.status, { touch: matchMedia("(pointer: coarse)").matches, remembered, server }, actions);
    this.show();
  }

  private show(): void {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    this.shadow.adoptedStyleSheets = [sheet];
    const lang = this.lang || (this.hasAttribute("strings") ? document.documentElement.lang : "") || "en";
    const dir = this.closest("[dir]")?.getAttribute("dir") ?? "ltr";
    // Words on the screen are not for a translation service of the browser's maker.
    const parts = [this.launcher.element, this.panel.element, this.status.region];
    this.frame = make("div", { class: "frame", popover: "manual", translate: "no", lang, dir }, ...parts);
    this.shadow.replaceChildren(this.frame);
    this.endings.push(fitToVisibleScreen(this.frame));
    // The top layer: no z-index, transform or overflow of the page can cover or cut it.
    this.frame.showPopover?.();
  }

  private givenStrings(): unknown {
    const id = this.getAttribute("strings");
    const script = id === null ? null : document.getElementById(id);
    if (!script) return undefined;
    try {
      return JSON.parse(script.textContent ?? "");
    } catch {
      console.warn(`<ground-work strings="${id}">: the text of that element is no JSON; the English words are used.`);
      return undefined;
    }
  }

  private onArrival(): void {
    if (!this.panel.element.hidden) return;
    this.unread += 1;
    this.launcher.render(this.unread);
    this.status.say(this.launcher.name);
  }

  private onForgotten(): void {
    this.unread = 0;
    this.launcher.render(0);
    this.panel.reset();
    // A browser keeps the text that a regular expression last matched; this is the last one now.
    /./.exec("-");
  }

  /** Whoever comes back to the page with "back" finds no conversation on it. */
  private onPageHide(): void {
    if (this.remembered) this.conversation.drop();
    else this.conversation.forget();
    this.setOpen(false);
  }

  private setOpen(open: boolean): void {
    this.frame.classList.toggle("open", open);
    this.launcher.element.hidden = open;
    this.panel.element.hidden = !open;
  }

  private onKeyup(event: KeyboardEvent): void {
    if (this.panel.element.hidden && !this.conversation.begun) return;
    const missing = this.presses.keyup(event.key, event.shiftKey, Date.now());
    if (missing === 0) return this.leave();
    this.showPresses(missing);
    clearTimeout(this.fade);
    this.fade = setTimeout(() => this.showPresses(3), LONGEST_GAP);
  }

  private showPresses(missing: number): void {
    this.panel.header.showPresses(3 - missing);
    if (missing < 3) this.status.say(missing === 2 ? this.strings.leaveOnce : this.strings.leaveTwice);
  }
}
