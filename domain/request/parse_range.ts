import { ParameterError } from "./parameter_error.ts";
import { parseInstant } from "./parse_instant.ts";
import { WINDOW_SPAN } from "../live/snapshot.ts";

/**
 * Reads `from` and `to`, in seconds since the epoch. What is missing or empty
 * makes the range end now, or span a quarter of an hour.
 *
 * @throws {ParameterError} If one is not a time, or `from` is not before `to`.
 */
export function parseRange(
  params: URLSearchParams,
  nowMs: number,
): { from: number; to: number } {
  const to = parseTime(params, "to") ?? Math.ceil(nowMs / 1_000);
  const from = parseTime(params, "from") ?? Math.max(0, to - WINDOW_SPAN);
  if (from < to) return { from, to };
  const rule = `before to, which is ${JSON.stringify(params.get("to") || to)}`;
  throw new ParameterError("from", params.get("from") || String(from), rule);
}

function parseTime(params: URLSearchParams, name: string): number | undefined {
  const text = params.get(name);
  if (!text) return undefined;
  const seconds = parseInstant(text);
  if (seconds !== null) return seconds;
  throw new ParameterError(
    name,
    text,
    "seconds since 1970 or an ISO 8601 time",
  );
}
