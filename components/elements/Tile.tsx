import type { ComponentChildren, VNode } from "preact";
import { formatCount } from "../../domain/format/numbers.ts";

/** Props of {@linkcode Tile}. */
interface TileProps {
  label: ComponentChildren;
  /** The number, large; with its unit, if it has one. */
  children: ComponentChildren;
  /** What stands under the number: a sparkline, or words. */
  below: ComponentChildren;
}

/** One number that one looks at first. */
export function Tile({ label, children, below }: TileProps): VNode {
  return (
    <div class="tile">
      <dt>{label}</dt>
      <dd>
        <p class="figure">{children}</p>
        {below}
      </dd>
    </div>
  );
}

/** A topic's color beside its name. */
export function TopicDot({ color }: { color: string }): VNode {
  return (
    <svg class="dot" viewBox="0 0 8 8" aria-hidden="true">
      <circle cx="4" cy="4" r="4" fill={safeColor(color)} />
    </svg>
  );
}

/** A color that somebody chose, if it is written `#rrggbb`; else a grey. */
export function safeColor(color: string): string {
  return /^#[\da-f]{6}$/i.test(color) ? color : "#808080";
}

/** Posts a minute: `41/min`. */
export function Rate({ rate }: { rate: number }): VNode {
  return <>{formatCount(rate)}/min</>;
}
