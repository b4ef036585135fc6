import { ParameterError } from "./parameter_error.ts";
import { parseChoice } from "./parse_choice.ts";
import { parseInteger } from "./parse_integer.ts";
import type { Sentiment } from "../post/post.ts";

const SENTIMENTS: readonly Sentiment[] = ["positive", "neutral", "negative"];
const LONGEST_Q = 200;

/** Which posts somebody asks for. */
export interface FilterParameters {
  readonly q?: string;
  readonly sentiment?: Sentiment;
  readonly before?: number;
  readonly limit: number;
}

/**
 * Reads `q`, `sentiment`, `before` and `limit`; what is missing or empty does not filter.
 *
 * @throws {ParameterError} If one cannot be used.
 */
export function parseFilter(params: URLSearchParams): FilterParameters {
  const q = params.get("q");
  if (q && q.length > LONGEST_Q) {
    const rule = `at most ${LONGEST_Q} characters, not ${q.length}`;
    throw new ParameterError("q", q, rule);
  }
  const sentiment = parseChoice(params, "sentiment", SENTIMENTS, {
    fallback: undefined,
  });
  const before = parseInteger(params, "before", { min: 1 });
  return {
    ...(q && { q }),
    ...(sentiment && { sentiment }),
    ...(before && { before }),
    limit: parseInteger(params, "limit", { min: 1, max: 500 }) ?? 50,
  };
}
