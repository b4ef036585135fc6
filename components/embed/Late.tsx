import type { ReadonlySignal } from "@preact/signals";
import type { VNode } from "preact";

/** Says that what is shown is not the newest. */
export function Late({ isLate }: { isLate: ReadonlySignal<boolean> }): VNode {
  return (
    <p class="note late" role="status">
      {isLate.value && "No answer: asking again"}
    </p>
  );
}
