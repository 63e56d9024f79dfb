/** Blanks the page and goes to another, in the place of this one in the tab's history. */

/** Where to, if the page names no other: a site that anybody may have open. */
export const NEUTRAL_PAGE = "https://www.bbc.com/weather";

/** The page's own address to leave to where it is an https one, else the neutral page. */
export function exitAddress(given: string | null): string {
  return given?.startsWith("https://") ? given : NEUTRAL_PAGE;
}

/** title: what the tab is called until the other page is there. */
export function leave(address: string, title: string): void {
  // No question of the page's own ("Leave site?") may hold a person back: ours is the last listener that hears the event.
  addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), true);
  document.documentElement.replaceChildren(document.createElement("head"));
  document.title = title;
  location.replace(address);
}
