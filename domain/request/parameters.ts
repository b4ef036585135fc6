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

/** Options for {@linkcode parseChoice}. */
export interface ChoiceOptions<F> {
  /** The value if the parameter is missing or empty. @default none: it is required */
  readonly fallback?: F;
}

/**
 * Reads one of `choices`.
 *
 * @throws {ParameterError} If it is anything else, or missing and required.
 */
export function parseChoice<const T extends string, const F = never>(
  params: URLSearchParams,
  name: string,
  choices: readonly T[],
  options: ChoiceOptions<F> = {},
): T | F {
  const text = params.get(name);
  if (!text && "fallback" in options) return options.fallback as F;
  const choice = choices.find((choice) => choice === text);
  if (choice !== undefined) return choice;
  throw new ParameterError(name, text, `one of ${choices.join(", ")}`);
}

const LONGEST = 100;

/** Thrown when a parameter of an address is invalid. */
export class ParameterError extends RangeError {
  readonly parameter: string;
  /** As it was sent; null if it was missing. */
  readonly value: string | null;

  /** `rule` completes "`parameter` must be …". */
  constructor(parameter: string, value: string | null, rule: string) {
    super(`${parameter} must be ${rule}: current value is ${quote(value)}`);
    this.name = "ParameterError";
    this.parameter = parameter;
    this.value = value;
  }
}

function quote(value: string | null): string {
  if (value === null) return "not set";
  if (value.length <= LONGEST) return JSON.stringify(value);
  return `${JSON.stringify(value.slice(0, LONGEST))}…`;
}

const LATEST = 253_402_300_799;
const ISO =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Reads a time as addresses carry it, in seconds since the epoch: a whole
 * number of seconds, or ISO 8601 (UTC if it names no zone). Null if it is
 * neither, or not between 1970 and 9999.
 */
export function parseInstant(text: string): number | null {
  const trimmed = text.trim();
  if (/^\d{1,12}$/.test(trimmed)) return within(Number(trimmed));
  const match = ISO.exec(trimmed);
  if (!match) return null;
  const hasTime = trimmed.length > 10;
  const zoned = match[1] || !hasTime ? trimmed : `${trimmed}Z`;
  return within(Math.floor(Date.parse(zoned.replace(" ", "T")) / 1_000));
}

function within(seconds: number): number | null {
  return seconds >= 0 && seconds <= LATEST ? seconds : null;
}

/**
 * Reads a time, in seconds since the epoch; undefined if the parameter is
 * missing or empty.
 *
 * @throws {ParameterError} If it is anything else.
 */
export function parseTime(
  params: URLSearchParams,
  name: string,
): number | undefined {
  const text = params.get(name);
  if (!text) return undefined;
  const seconds = parseInstant(text);
  if (seconds !== null) return seconds;
  const rule = "seconds since 1970 or an ISO 8601 time";
  throw new ParameterError(name, text, rule);
}

/** The topics of an address: `topics` may list several, separated by commas, and may be repeated. */
export function parseTopics(params: URLSearchParams): string[] {
  const slugs = params.getAll("topics")
    .flatMap((list) => list.split(","))
    .map((slug) => slug.trim())
    .filter(Boolean);
  return [...new Set(slugs)];
}
