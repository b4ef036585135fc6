/** Fingers on charts; loaded where there may be some. @module */

/** What a finger does, as the mouse events that uPlot knows. */
const TOUCH: Readonly<Record<string, readonly string[]>> = {
  pointerdown: ["mousemove", "mousedown"],
  pointermove: ["mousemove"],
  pointerup: ["mouseup"],
  // It scrolls the page after all.
  pointercancel: ["mouseup", "mouseleave"],
};

/**
 * Fingers drag like a mouse; afterwards the cursor stays, so that its values can be read.
 *
 * @param over The part of a plot that uPlot listens to.
 * @param cancel Called when a drag turns out to scroll the page.
 */
export function forwardTouch(over: HTMLElement, cancel: () => void): void {
  for (const [type, names] of Object.entries(TOUCH)) {
    over.addEventListener(type, (event) => {
      const { pointerType, clientX, clientY } = event as PointerEvent;
      if (pointerType === "mouse") return;
      if (type === "pointercancel") cancel();
      for (const name of names) {
        over.dispatchEvent(
          new MouseEvent(name, {
            clientX,
            clientY,
            buttons: name === "mousedown" || type === "pointermove" ? 1 : 0,
            movementX: 1, // uPlot ignores moves that are none
            bubbles: name === "mouseup",
          }),
        );
      }
    });
  }
}
