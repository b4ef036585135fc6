import type { ComponentChildren, VNode } from "preact";

/** Props of {@linkcode ChartFigure}. */
export interface ChartFigureProps {
  /** Such as `posts`. */
  id: string;
  title: string;
  /** When the values are of. */
  when: string;
  /** Values under the cursor. */
  values: ComponentChildren;
  /** Beside the values, such as a button. */
  tools?: ComponentChildren;
  children: ComponentChildren;
}

/** A chart with its title line. */
export function ChartFigure(
  { id, title, when, values, tools, children }: ChartFigureProps,
): VNode {
  return (
    <figure id={`chart-${id}`}>
      <figcaption>
        <h2>{title}</h2>
        <p class="values">
          <span>{when}</span> {values}
        </p>
        {tools}
      </figcaption>
      {children}
    </figure>
  );
}
