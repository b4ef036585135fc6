import type { VNode } from "preact";
import type { Compared } from "./compared.ts";

/** How a topic's line looks, beside its name. */
export function LineSample(
  { color, dash }: Pick<Compared, "color" | "dash">,
): VNode {
  return (
    <svg class="key" aria-hidden="true">
      <line
        x2="100%"
        y1="50%"
        y2="50%"
        stroke={color}
        stroke-dasharray={dash.join(" ")}
      />
    </svg>
  );
}
