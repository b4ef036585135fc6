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
