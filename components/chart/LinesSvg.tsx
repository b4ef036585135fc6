import type { VNode } from "preact";
import { cssColor } from "./css_color.ts";
import type { ChartData, ChartLine } from "./data.ts";
import { type LineShapes, lineShapes } from "./shapes.ts";
import { splitLine } from "./split_line.ts";

/** Units of the box from its bottom to its top. */
const HEIGHT = 1_000;
/** Units of the box that a bucket is wide. */
const UNIT = 10;

/** The lines of a chart as SVG: what is seen before, or without, script. */
export function LinesSvg({ data }: { data: ChartData }): VNode {
  const { t, min, max, lines, isLastCurrent } = data;
  const box = { left: 0, top: 0, height: HEIGHT, unit: UNIT, min, max };
  const shapes = lineShapes(box);
  return (
    <svg
      class="lines"
      width="100%"
      height="100%"
      viewBox={`0 0 ${UNIT * Math.max(1, t.length)} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {lines.map((line) =>
        line.band && (
          <path
            key={line.label}
            class="band"
            fill={cssColor(line.color)}
            d={shapes.band(line.band)}
          />
        )
      )}
      {lines.map((line) => strokes(line, shapes, isLastCurrent))}
    </svg>
  );
}

function strokes(line: ChartLine, shapes: LineShapes, isLastCurrent: boolean) {
  const { settled, current } = splitLine(line.values, isLastCurrent);
  return [settled, current].map((values) =>
    values && (
      <path
        key={`${line.label} ${values === current}`}
        class={values === current ? "current" : undefined}
        stroke={cssColor(line.color)}
        stroke-dasharray={line.dash?.join(" ")}
        d={shapes.line(values)}
      />
    )
  );
}
