import { parseRange } from "../../domain/request/parse_range.ts";
import { readPageRange } from "../../domain/request/range.ts";
import type { State, TimeRange } from "../../state.ts";

const HOUR = 3_600;

/**
 * Reads `from` and `to`, or `range` as addresses of pages name it; without
 * them it is the last quarter of an hour.
 *
 * @throws {ParameterError} If one is none.
 */
export async function readNamedRange(
  { readExtent }: Pick<State, "readExtent">,
  slug: string,
  params: URLSearchParams,
  nowMs: number,
): Promise<TimeRange> {
  const range = readPageRange(params, nowMs);
  if ("from" in range) return { from: range.from, to: range.to };
  if (range.kind === "live") return parseRange(params, nowMs);
  const now = Math.ceil(nowMs / 1_000);
  return await readExtent(slug) ?? { from: now - HOUR, to: now };
}
