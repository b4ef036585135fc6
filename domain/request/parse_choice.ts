import { ParameterError } from "./parameter_error.ts";

/** Options for {@linkcode parseChoice}. */
export interface ChoiceOptions<F> {
  /** Taken if the parameter is missing or empty. @default none: it is required */
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
