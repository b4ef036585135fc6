import {
  type ChartData,
  type ChartLine,
  MARK,
  placeOf,
  splitLine,
  type Values,
} from "../chart/data.ts";
import { runsOf } from "../chart/shapes.ts";
import {
  BAND,
  boxPath,
  BREAK_DASH,
  circlePath,
  type ColorOf,
  CURRENT,
  GAP_COLOR,
  round,
  type Shape,
  SMALL,
} from "./shapes.ts";

/** Where the chart itself is. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The shapes of the chart itself, with its axes. */
export function plotShapes(
  data: ChartData,
  box: Box,
  colorOf: ColorOf,
): Shape[] {
  const { axis, missing, ticks, layers, lines } = data;
  const { marks = [], breaks = [] } = data;
  const unit = (box.right - box.left) / Math.max(1, axis.t.length);
  const x = (place: number) => round(box.left + place * unit);
  const y = (value: number) =>
    round(
      box.bottom -
        (value - data.min) / (data.max - data.min || 1) *
          (box.bottom - box.top),
    );
  const [ink, muted] = [colorOf("ink"), colorOf("muted")];
  const rule = (value: number, stroke: string): Shape => ({
    d: `M${box.left} ${y(value)}H${box.right}`,
    ...{ stroke, width: 0.75 },
  });
  const label = { size: SMALL, fill: muted };
  return [
    ...missing.map(({ from, to }) => ({
      d: boxPath(
        x(placeOf(axis, from)),
        x(placeOf(axis, to)),
        box.top,
        box.bottom,
      ),
      ...{ fill: GAP_COLOR, stroke: muted, width: 0.5, dash: [2, 3] },
    })),
    ...ticks.map(({ y }) => rule(y, colorOf("hairline"))),
    ...layers.map(({ fill, current, lower, upper }) => ({
      d: upper.map((top, i) => {
        const bottom = lower?.[i] ?? 0;
        const gap = unit > 4 ? 1 : 0;
        return top === null || top <= bottom
          ? ""
          : boxPath(x(i), x(i + 1) - gap, y(top), y(bottom));
      }).join(""),
      ...{ fill: colorOf(`fill-${fill}`), opacity: current ? CURRENT : 1 },
    })),
    ...lines.flatMap((line) => lineShapes(line, data, { x, y, colorOf })),
    ...(data.min <= 0 ? [rule(0, muted)] : []),
    ...breaks.map((t) => ({
      d: `M${x(placeOf(axis, t))} ${box.top}V${box.bottom}`,
      ...{ stroke: ink, width: 0.75, dash: BREAK_DASH },
    })),
    ...marks.map(({ t, y: value }) => ({
      ...{ ...label, fill: ink, text: MARK, anchor: "middle" as const },
      ...{ x: x(placeOf(axis, t) + 0.5), y: y(value) - 2 },
    })),
    ...ticks.map(({ y: value, text }) => ({
      ...{ ...label, text, anchor: "end" as const },
      ...{ x: box.left - 8, y: y(value) + 4 },
    })),
    ...axis.times.many.map(({ t, label: text }) => ({
      ...{ ...label, text, anchor: "middle" as const },
      ...{ x: x(placeOf(axis, t)), y: box.bottom + 16 },
    })),
  ];
}

/** How values and buckets become places. */
interface Places {
  readonly x: (place: number) => number;
  readonly y: (value: number) => number;
  readonly colorOf: ColorOf;
}

function lineShapes(
  { color, dash, values, band, dots }: ChartLine,
  { isLastCurrent }: ChartData,
  { x, y, colorOf }: Places,
): Shape[] {
  const stroke = colorOf(color);
  const points = (values: Values, run: readonly number[]) =>
    run.map((i) => `${x(i + 0.5)} ${y(values[i]!)}`);
  const { settled, current } = splitLine(values, isLastCurrent);
  const paths = [settled, ...(current ? [current] : [])].map((part, i) => ({
    d: runsOf(part).map((run) =>
      run.length === 1
        ? circlePath(x(run[0]! + 0.5), y(part[run[0]!]!), 1)
        : `M${points(part, run).join("L")}`
    ).join(""),
    ...{ stroke, width: 2, dash, opacity: i === 1 ? CURRENT : 1 },
  }));
  const area = band && {
    d: runsOf(band.upper).map((run) => {
      const [i] = run as [number];
      return run.length === 1
        ? boxPath(
          x(i + 0.25),
          x(i + 0.75),
          y(band.upper[i]!),
          y(band.lower[i]!),
        )
        : `M${
          [...points(band.upper, run), ...points(band.lower, run.toReversed())]
            .join("L")
        }Z`;
    }).join(""),
    ...{ fill: stroke, opacity: BAND },
  };
  const circles = (dots ?? []).map((value, i) =>
    value === null ? "" : circlePath(x(i + 0.5), y(value), 3)
  ).join("");
  return [
    ...(area ? [area] : []),
    ...paths,
    ...(circles ? [{ d: circles, fill: "#ffffff", stroke, width: 1 }] : []),
  ];
}
