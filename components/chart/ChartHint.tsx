import type { VNode } from "preact";

/** How fingers, or pointer and keys, work on charts. */
export function ChartHint(): VNode {
  return (
    <>
      <span class="by-finger">
        Drag sideways to zoom, double-tap to go back.
      </span>
      <span class="by-mouse">
        Click a bar to open it, drag to zoom, double-click to go back. Keys on a
        chart: ← → move (Shift: ten), Enter marks start and end (twice: opens a
        bar), + − zoom, Esc goes back.
      </span>
    </>
  );
}
