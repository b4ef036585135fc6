import type { VNode } from "preact";
import { cssColor } from "./css_color.ts";
import type { ChartLine } from "./data.ts";

/** Props of {@linkcode LineKeys}. */
export interface LineKeysProps {
  lines: readonly ChartLine[];
  /** Bucket whose values are told. */
  index: number;
  /** Writes a value; null where there is none. */
  format: (value: number | null) => string;
}

/** A legend for a chart's title line: how each line looks, what it is called, its value under the cursor. */
export function LineKeys({ lines, index, format }: LineKeysProps): VNode {
  return (
    <span class="legend">
      {lines.map(({ label, color, dash, values }) => (
        <span key={label}>
          <svg class="key" aria-hidden="true">
            <line
              x2="100%"
              y1="50%"
              y2="50%"
              stroke={cssColor(color)}
              stroke-dasharray={dash?.join(" ")}
            />
          </svg>{" "}
          {label} <b>{format(values[index] ?? null)}</b>
        </span>
      ))}
    </span>
  );
}
