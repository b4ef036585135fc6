import { ParameterError } from "./parameter_error.ts";

/** Options for {@linkcode parseInteger}. */
interface IntegerRange {
  readonly min: number;
  /** @default {Number.MAX_SAFE_INTEGER} */
  readonly max?: number;
}

/**
 * Reads a whole number; undefined if the parameter is missing or empty.
 *
 * @throws {ParameterError} If it is anything else, or out of range.
 */
export function parseInteger(
  params: URLSearchParams,
  name: string,
  { min, max = Number.MAX_SAFE_INTEGER }: IntegerRange,
): number | undefined {
  const text = params.get(name);
  if (!text) return undefined;
  const number = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (number >= min && number <= max) return number;
  const range = max === Number.MAX_SAFE_INTEGER
    ? `${min} or more`
    : `${min} to ${max}`;
  throw new ParameterError(name, text, `a whole number, ${range}`);
}
