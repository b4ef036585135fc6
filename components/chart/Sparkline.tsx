import type { VNode } from "preact";
import type { Tone } from "./data.ts";
import { LINE_HEIGHT, linePath } from "./line_path.ts";

/** Props of {@linkcode Sparkline}. */
export interface SparklineProps {
  /** One value for each bucket; null where there is none. */
  values: readonly (number | null)[];
  tone: Tone;
  /** Whether values may be negative; then zero is in the middle. */
  signed?: boolean;
}

/** A line the size of a word; it adds nothing to the number beside it but its past, so it has no text of its own. */
export function Sparkline(
  { values, tone, signed = false }: SparklineProps,
): VNode {
  const reach = values.reduce<number>(
    (most, value) => Math.max(most, Math.abs(value ?? 0)),
    0,
  ) || 1;
  return (
    <svg
      class={`sparkline ${tone}`}
      viewBox={`0 0 ${Math.max(1, values.length - 1)} ${LINE_HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {signed && <line x2="100%" y1={LINE_HEIGHT / 2} y2={LINE_HEIGHT / 2} />}
      <path d={linePath(values, signed ? -reach : 0, reach)} />
    </svg>
  );
}
