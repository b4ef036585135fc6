import type { ChartData, ChartLabel, ChartLine, Stretch } from "./data.ts";

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

/** Options for {@linkcode scaleTicks}. */
export interface ScaleTicksOptions {
  /** Steps are multiples of it; 1 for what is counted. @default {0} for any step */
  unit?: number;
}

/** Steps between the lowest and the highest at most. */
const MOST_STEPS = 4;
/** What is round, besides its tens. */
const ROUND = [1, 2, 2.5, 3, 4, 5];

/** Round numbers that reach from below `min` to above `max`, at equal distances: `-0.5, 0, 0.5, 1`. */
export function scaleTicks(
  min: number,
  max: number,
  options: ScaleTicksOptions = {},
): number[] {
  const { unit = 0 } = options;
  if (min === max) max = min + 1;
  const span = max - min;
  const power = 10 ** (Math.floor(Math.log10(span)) - 2);
  const factors = [1, 10, 100, 1_000].flatMap((n) =>
    ROUND.map((factor) => factor * n)
  );
  for (const factor of factors) {
    const step = factor * power;
    const units = step / unit;
    if (unit > 0 && (units < 1 - 1e-9 || !isWhole(units))) continue;
    const first = Math.floor(min / step + 1e-9);
    const last = Math.ceil(max / step - 1e-9);
    if (last - first > MOST_STEPS) continue;
    const count = Math.max(1, last - first) + 1;
    return Array.from(
      { length: count },
      (_, i) => Number(((first + i) * step).toPrecision(12)),
    );
  }
  return [min, max];
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-9;
}

/** Moves names apart that would lie on each other; the order from top to bottom stays. */
export function spreadNames(
  names: readonly ChartLabel[],
  { min, max, least }: { min: number; max: number; least: number },
): ChartLabel[] {
  const sorted = names.toSorted((a, b) => a.y - b.y);
  const ys: number[] = [];
  for (const { y } of sorted) {
    ys.push(Math.max(y, (ys.at(-1) ?? -Infinity) + least));
  }
  for (let i = ys.length - 1, top = max; i >= 0; i--, top -= least) {
    ys[i] = Math.max(min, Math.min(ys[i]!, top));
    top = ys[i]!;
  }
  return sorted.map((name, i) => ({ ...name, y: ys[i]! }));
}

/** What to write for a color of a chart: a color of the style sheet, or one that was written out. */
export function cssColor(color: string): string {
  return color.startsWith("#") ? color : `var(--${color})`;
}

const DASHES = [[], [7, 3], [2, 3], [10, 3, 2, 3], [14, 4]];

/** Color and dashes of a chart's n-th line, counted from 0: told apart by either. */
export function lineStyle(
  n: number,
): Required<Pick<ChartLine, "color" | "dash">> {
  const index = n % DASHES.length;
  return { color: `line-${index + 1}`, dash: DASHES[index]! };
}
