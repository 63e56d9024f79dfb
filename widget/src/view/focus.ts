/** Where the focus goes with Tab. */

const FOCUSABLE = 'button:not(:disabled), a[href], textarea, [tabindex="0"]';

/** On a Tab that would leave `element`, goes on at its other end. Escape and the close button remain the ways out. */
export function keepFocusInside(element: HTMLElement, event: KeyboardEvent): void {
  const reachable = [...element.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((one) => one.getClientRects().length > 0 && !one.closest("[inert]"));
  const [first, last] = [reachable[0], reachable[reachable.length - 1]];
  const active = (element.getRootNode() as ShadowRoot).activeElement;
  const atEnd = event.shiftKey ? active === first || active === element : active === last;
  if (!atEnd) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}
