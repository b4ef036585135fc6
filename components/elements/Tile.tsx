import type { ComponentChildren, VNode } from "preact";

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
