import type { TermKind } from "../post/post.ts";
import { type PageRange, readPageRange } from "./range.ts";

/** The time range of a page's term lists, as text. */
interface TermsSpan {
  /** As in `last 15 min`, `all time`. */
  readonly words: string;
  /** The span it is compared with, as in `the previous 15 min`; null: none. */
  readonly before: string | null;
  /** Seconds after which to read it again; null if it lies in the past. */
  readonly everySeconds: number | null;
}

const WINDOW = 900;

/** Describes the time range of a page's term lists. */
export function termsSpan(range: PageRange, nowMs: number): TermsSpan {
  if (range.kind === "all") {
    return { words: "all time", before: null, everySeconds: 30 };
  }
  const isLive = range.kind === "live";
  const seconds = isLive ? WINDOW : range.to - range.from;
  const isNamed = range.kind !== "custom";
  const span = spanWords(seconds);
  return {
    words: isNamed ? `last ${span}` : "selected range",
    before: isNamed ? `the previous ${span}` : "the preceding range",
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
 * Parameters of `/api/terms` for the time range of a page; compared with the
 * span before, unless the range is everything.
 *
 * @throws {ParameterError} If the address has an invalid range.
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
