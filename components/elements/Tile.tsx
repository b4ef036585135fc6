import type { ComponentChildren, VNode } from "preact";

/** Props of {@linkcode Tile}. */
interface TileProps {
  label: ComponentChildren;
  /** The large number, with its unit. */
  children: ComponentChildren;
  /** A sparkline or a note. */
  below: ComponentChildren;
}

/** A key figure. */
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

/** A dot in a topic's color. */
export function TopicDot({ color }: { color: string }): VNode {
  return (
    <svg class="dot" viewBox="0 0 8 8" aria-hidden="true">
      <circle cx="4" cy="4" r="4" fill={safeColor(color)} />
    </svg>
  );
}

/** A color of the form `#rrggbb`; grey for anything else. */
export function safeColor(color: string): string {
  return /^#[\da-f]{6}$/i.test(color) ? color : "#808080";
}
