import {
  type ChartData,
  type ChartInput,
  type ChartLabel,
  type ChartLine,
  emptyChart,
} from "./data.ts";

/** Options for {@linkcode lineChartData}. */
interface LineChartOptions {
  /** Formats a value of the y axis. */
  format: (value: number) => string;
  /** See {@linkcode scaleTicks}. */
  unit?: number;
}

/** How far a band reaches beyond the lines before it is cut off, as a part of the lines' own height. */
const BAND_REACH = 0.5;
/** Height of a name beside the chart, as a part of the chart's. */
const NAME_HEIGHT = 0.09;
const MAX_NAME_LENGTH = 11;

/** Lines on one axis, each with its name at its end. */
export function lineChartData(
  input: ChartInput,
  lines: readonly ChartLine[],
  { format, unit }: LineChartOptions,
): ChartData {
  const { low, high } = extremes(lines);
  const ticks = scaleTicks(low, high, unit);
  const [min, max] = [ticks[0]!, ticks.at(-1)!];
  const least = NAME_HEIGHT * (max - min);
  const within = (value: number | null) =>
    value === null ? null : Math.min(max, Math.max(min, value));
  return {
    ...emptyChart(input),
    min,
    max,
    ticks: ticks.map((y) => ({ y, text: format(y) })),
    names: spreadNames(endNames(lines), { min, max, least }),
    lines: lines.map((line) =>
      line.dots ? { ...line, dots: line.dots.map(within) } : line
    ),
  };
}

/** The lowest and the highest value to show: zero, all of the lines, and of their bands what is not far from them. */
function extremes(lines: readonly ChartLine[]) {
  const values = lines.map((line) => line.values);
  const hasLines = values.flat().some((value) => value !== null);
  // Dots are shown at the edge if they lie beyond the others.
  const dots = hasLines ? [] : lines.flatMap((line) => [line.dots ?? []]);
  const [low, high] = reach([...values, ...dots], [0, 0]);
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

function endNames(lines: readonly ChartLine[]) {
  return lines.flatMap(({ label, color, values }) => {
    const y = values.findLast((value) => value !== null);
    if (y === undefined || y === null) return [];
    return [{ y, text: shorten(label), color }];
  });
}

function shorten(label: string): string {
  const signs = [...label];
  return signs.length <= MAX_NAME_LENGTH
    ? label
    : `${signs.slice(0, MAX_NAME_LENGTH - 1).join("")}…`;
}

const MAX_STEPS = 4;
/** What is round, besides its tens. */
const ROUND = [1, 2, 2.5, 3, 4, 5];

/**
 * Round numbers that reach from below `min` to above `max`, at equal distances:
 * `-0.5, 0, 0.5, 1`. The server draws the same ones as uPlot, whose own choice
 * cannot be known without a canvas.
 *
 * @param unit Steps are multiples of it: 1 for counts, 0 for any step.
 */
export function scaleTicks(
  min: number,
  max: number,
  unit = 0,
): number[] {
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
    if (last - first > MAX_STEPS) continue;
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

/** Moves overlapping names apart; the order from top to bottom stays. */
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

const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [16, 4], [5, 2], [2, 6]];
const COLORS = 5;

/** Dashes of a chart's n-th line, counted from 0: they tell lines apart without color. */
export function lineDash(n: number): readonly number[] {
  return DASHES[n % DASHES.length]!;
}

/** Color of a chart's n-th line, counted from 0, if it has none of its own. */
export function lineColor(n: number): string {
  return `line-${n % COLORS + 1}`;
}
