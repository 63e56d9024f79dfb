/**
 * Shift three times (pure), as in GOV.UK's "Exit this page": Shift released by itself, not as a modifier of another key, at most 5 s apart; any
 * other key starts anew.
 */

const PRESSES = 3;
/** Longest time (ms) between two presses. */
export const LONGEST_GAP = 5_000;

export class ShiftPresses {
  private count = 0;
  private lastTime = 0;
  private lastWasModified = false;

  /**
   * Takes a `keyup`.
   *
   * key, shiftHeld: of the event. now: ms. Returns how many presses are still missing; 0 means leave.
   */
  keyup(key: string, shiftHeld: boolean, now: number): number {
    if (key === "Shift" && !this.lastWasModified) {
      this.count = now - this.lastTime <= LONGEST_GAP ? this.count + 1 : 1;
      this.lastTime = now;
    } else {
      this.count = 0;
    }
    this.lastWasModified = shiftHeld;
    const missing = PRESSES - this.count;
    if (missing <= 0) this.count = 0;
    return Math.max(missing, 0);
  }
}
