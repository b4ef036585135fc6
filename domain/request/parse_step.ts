import { fittingStep } from "../series/steps.ts";
import { ParameterError } from "./parameter_error.ts";

const MAX_POINTS = 10_000;

/** Options for {@linkcode parseStep}. */
export interface ParseStepOptions {
  /** What a step must be a multiple of, in seconds. @default {10} */
  unit?: 10 | 60;
}

/**
 * Reads `step`, in seconds; a fitting one if it is missing or empty.
 *
 * @throws {ParameterError} If it is no positive multiple of `unit`, or cuts the range into too many points.
 */
export function parseStep(
  params: URLSearchParams,
  { from, to }: { from: number; to: number },
  options: ParseStepOptions = {},
): number {
  const { unit = 10 } = options;
  const text = params.get("step");
  if (!text) return Math.max(unit, fittingStep(to - from));
  const step = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (!(step > 0 && step % unit === 0)) {
    throw new ParameterError("step", text, `a positive multiple of ${unit}`);
  }
  const points = Math.ceil(to / step) - Math.floor(from / step);
  if (points <= MAX_POINTS) return step;
  const least = Math.ceil((to - from) / (MAX_POINTS - 1) / unit) * unit;
  const rule = `${least} or more for ${to - from} s, ` +
    `as an answer holds at most ${MAX_POINTS} points, not ${points}`;
  throw new ParameterError("step", text, rule);
}
