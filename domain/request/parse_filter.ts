import type { PostSearch } from "../post/post_search.ts";
import { ParameterError } from "./parameter_error.ts";
import { parseInteger } from "./parameters.ts";
import { parseBefore } from "./parse_before.ts";
import { parseInstant } from "./parse_instant.ts";
import { readViewFilter } from "./posts.ts";

/**
 * Reads `q`, `sentiment`, `lang`, `term`, `from`, `to`, `before`, `after` and
 * `limit`; what is missing or empty does not filter.
 *
 * @throws {ParameterError} If one cannot be used.
 */
export function parseFilter(params: URLSearchParams): PostSearch {
  const from = parseTime(params, "from");
  const to = parseTime(params, "to");
  const before = parseBefore(params, from !== undefined || to !== undefined);
  const after = parseInteger(params, "after", { min: 0 });
  return {
    ...readViewFilter(params, { mood: "sentiment" }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(before && { before }),
    ...(after !== undefined && { after }),
    limit: parseInteger(params, "limit", { min: 1, max: 500 }) ?? 50,
  };
}

function parseTime(params: URLSearchParams, name: string): number | undefined {
  const text = params.get(name);
  if (!text) return undefined;
  const seconds = parseInstant(text);
  if (seconds !== null) return seconds;
  const rule = "seconds since 1970 or an ISO 8601 time";
  throw new ParameterError(name, text, rule);
}
