import type { VNode } from "preact";

/** Props of {@linkcode Meter}. */
interface MeterProps {
  /** What it counts, as a class of colors. */
  fill: "posts" | "positive" | "negative";
  count: number;
  /** The count of a whole bar. */
  most: number;
}

/** A bar beside the entry of a list. */
export function Meter({ fill, count, most }: MeterProps): VNode {
  const width = `${Math.round(100 * count / most)}%`;
  return (
    <svg class="meter" aria-hidden="true">
      <rect class={fill} width={width} height="100%" />
    </svg>
  );
}
