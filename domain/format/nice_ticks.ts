/** Options for {@linkcode niceTicks}. */
export interface NiceTicksOptions {
  /** Steps between zero and the top at most. @default {4} */
  maxSteps?: number;
}

/** Round whole numbers from zero to the first that is not below `max`: `0, 20, 40, 60`. */
export function niceTicks(
  max: number,
  options: NiceTicksOptions = {},
): number[] {
  const { maxSteps = 4 } = options;
  const least = Math.max(max, 1) / maxSteps;
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 2.5, 5, 10].find((n) =>
    n * power >= least && Number.isInteger(n * power)
  );
  const step = Math.max(1, (factor ?? 10) * power);
  const count = Math.max(1, Math.ceil(max / step));
  return Array.from({ length: count + 1 }, (_, i) => i * step);
}
