import type { ChartData, ChartLine } from "./data.ts";
import type { Stretch } from "./missing_stretches.ts";
import { scaleTicks } from "./scale_ticks.ts";
import { spreadNames } from "./spread_names.ts";

/** What {@linkcode lineChartData} draws. */
interface LineChartInput {
  /** Start of each bucket in seconds since the epoch, `step` apart. */
  readonly t: readonly number[];
  readonly step: number;
  readonly lines: readonly ChartLine[];
  /** Whether the last bucket is still filling. */
  readonly isLastCurrent: boolean;
  /** Writes a value of the y axis. */
  readonly format: (value: number) => string;
}

/** Options for {@linkcode lineChartData}. */
export interface LineChartOptions {
  /** Ticks of the y axis are multiples of it; 1 for what is counted. @default {0} for any */
  unit?: number;
  /** When nothing could be read. @default nothing */
  missing?: readonly Stretch[];
}

/** How far a band reaches beyond the lines before it is cut off, as a part of the lines' own height. */
const BAND_REACH = 0.5;
/** Height of a name beside the chart, as a part of the chart's. */
const NAME_HEIGHT = 0.09;
const LONGEST_NAME = 11;

/** Lines on one axis, each with its name at its end. */
export function lineChartData(
  { t, step, lines, isLastCurrent, format }: LineChartInput,
  options: LineChartOptions = {},
): ChartData {
  const { unit = 0, missing = [] } = options;
  const { low, high } = extremes(lines);
  const ticks = scaleTicks(low, high, { unit });
  const [min, max] = [ticks[0]!, ticks.at(-1)!];
  return {
    t,
    step,
    min,
    max,
    ticks: ticks.map((y) => ({ y, text: format(y) })),
    names: spreadNames(namesOf(lines), {
      min,
      max,
      least: NAME_HEIGHT * (max - min),
    }),
    layers: [],
    lines,
    isLastCurrent,
    missing,
  };
}

/** The lowest and the highest value to show: zero, all of the lines, and of their bands what is not far from them. */
function extremes(lines: readonly ChartLine[]) {
  const [low, high] = reach(lines.map((line) => line.values), [0, 0]);
  const rest = BAND_REACH * (high - low || 1);
  const bands = lines.flatMap(({ band }) =>
    band ? [band.lower, band.upper] : []
  );
  const [lowest, highest] = reach(bands, [low, high]);
  return {
    low: Math.max(lowest, low - rest),
    high: Math.min(highest, high + rest),
  };
}

function reach(
  columns: readonly (readonly (number | null)[])[],
  start: readonly [number, number],
): [number, number] {
  let [low, high] = start;
  for (const value of columns.flat()) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

function namesOf(lines: readonly ChartLine[]) {
  return lines.flatMap(({ label, color, values }) => {
    const y = values.findLast((value) => value !== null);
    if (y === undefined || y === null) return [];
    return [{ y, text: shorten(label), color }];
  });
}

function shorten(label: string): string {
  const signs = [...label];
  return signs.length <= LONGEST_NAME
    ? label
    : `${signs.slice(0, LONGEST_NAME - 1).join("")}…`;
}
