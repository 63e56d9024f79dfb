/** Keeps a full-screen panel inside the part of the screen that a phone's keyboard leaves free. */

/** Gives `element` the custom properties --top and --height (px) of the visible part; returns what ends it. */
export function fitToVisibleScreen(element: HTMLElement): () => void {
  const { visualViewport } = window;
  if (!visualViewport) return () => {};
  const fit = () => {
    element.style.setProperty("--top", `${visualViewport.offsetTop}px`);
    element.style.setProperty("--height", `${visualViewport.height}px`);
  };
  fit();
  visualViewport.addEventListener("resize", fit);
  visualViewport.addEventListener("scroll", fit);
  return () => {
    visualViewport.removeEventListener("resize", fit);
    visualViewport.removeEventListener("scroll", fit);
  };
}
