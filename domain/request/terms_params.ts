import type { TermKind } from "../post/term.ts";
import { readPageRange } from "./range.ts";

/**
 * What to ask `/api/terms` for, so that it is about the time that a page's address
 * asks for; compared with the span before, unless it is all there is.
 *
 * @throws {ParameterError} If the address asks for no time.
 */
export function termsParams(
  topic: string,
  kind: TermKind,
  params: URLSearchParams,
  nowMs: number,
): URLSearchParams {
  const asked = new URLSearchParams({ topic, kind });
  const range = readPageRange(params, nowMs);
  if (range.kind === "all") {
    asked.set("from", "0");
    return asked;
  }
  asked.set("compare", "1");
  if (range.kind !== "live") {
    asked.set("from", String(range.from));
    asked.set("to", String(range.to));
  }
  return asked;
}
