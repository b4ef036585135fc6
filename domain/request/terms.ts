import type { TermKind } from "../post/term.ts";
import { type PageRange, readPageRange } from "./range.ts";

/** How to call the time of a page's lists. */
interface TermsSpan {
  /** As in `last 15 min`, `in all`. */
  readonly words: string;
  /** With what it is compared, as in `the 15 min before`; null: with nothing. */
  readonly before: string | null;
  /** Seconds after which it may look different; null if it lies in the past. */
  readonly everySeconds: number | null;
}

const WINDOW = 900;

/** Says what time lists are about. */
export function termsSpan(range: PageRange, nowMs: number): TermsSpan {
  if (range.kind === "all") {
    return { words: "in all", before: null, everySeconds: 30 };
  }
  const isLive = range.kind === "live";
  const seconds = isLive ? WINDOW : range.to - range.from;
  const isNamed = range.kind !== "custom";
  const span = spanWords(seconds);
  return {
    words: isNamed ? `last ${span}` : "in this time",
    before: isNamed ? `the ${span} before` : "the same time before",
    everySeconds: !isLive && range.to * 1_000 < nowMs - 60_000
      ? null
      : Math.min(300, Math.max(5, Math.round(seconds / 500))),
  };
}

function spanWords(seconds: number): string {
  if (seconds < 3_600) return `${seconds / 60}\u00a0min`;
  if (seconds <= 86_400) return `${seconds / 3_600}\u00a0h`;
  return `${seconds / 86_400}\u00a0d`;
}

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
