/** Says when nobody has touched the page for a while, and when the tab is out of sight. */

/** Without any input for so long (ms), the chat is covered. */
export const IDLE_AFTER = 60_000;
const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "scroll"] as const;

/** Calls `away` each time; returns what ends the watch. */
export function watchIdle(away: () => void): () => void {
  let timer = setTimeout(away, IDLE_AFTER);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(away, IDLE_AFTER);
  };
  const hidden = () => {
    if (document.hidden) away();
  };
  const options = { capture: true, passive: true };
  for (const sign of SIGNS_OF_LIFE) addEventListener(sign, alive, options);
  document.addEventListener("visibilitychange", hidden);
  return () => {
    clearTimeout(timer);
    for (const sign of SIGNS_OF_LIFE) removeEventListener(sign, alive, options);
    document.removeEventListener("visibilitychange", hidden);
  };
}
