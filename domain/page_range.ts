import { parseInstant } from "./parse_instant.ts";

/** The ranges that a page offers by name, and how many seconds before now they begin. */
export const NAMED_RANGES = {
  "1h": 3_600,
  "6h": 21_600,
  "24h": 86_400,
  "7d": 604_800,
  "30d": 2_592_000,
} as const;

/** A range of {@linkcode NAMED_RANGES}. */
export type RangeName = keyof typeof NAMED_RANGES;

/** What an address asks to see: the live window, or a stretch of time in seconds since the epoch. */
export type PageRange =
  | { readonly kind: "live" }
  | { readonly kind: "all" }
  | { readonly kind: RangeName | "custom"; from: number; to: number };

/** Thrown when an address asks for a range that is none. */
export class PageRangeError extends RangeError {
  constructor(message: string) {
    super(message);
    this.name = "PageRangeError";
  }
}

/**
 * Reads `?range=` or `?from=&to=`; without them it is the live window.
 *
 * @throws {PageRangeError} If a value is not a time or a known range.
 */
export function readPageRange(
  params: URLSearchParams,
  now: number,
): PageRange {
  const from = readTime(params, "from");
  const to = readTime(params, "to") ?? now;
  if (from !== null) {
    if (from < to) return { kind: "custom", from, to };
    throw new PageRangeError(
      `from must be before to: current values are ${from} and ${to}`,
    );
  }
  if (params.get("to")) throw new PageRangeError("to needs a from before it");

  const name = params.get("range") || "15m";
  if (name === "15m") return { kind: "live" };
  if (name === "all") return { kind: "all" };
  if (isRangeName(name)) {
    return { kind: name, from: now - NAMED_RANGES[name], to: now };
  }
  throw new PageRangeError(
    `range must be 15m, ${Object.keys(NAMED_RANGES).join(", ")} or all: ` +
      `current value is ${JSON.stringify(name)}`,
  );
}

function isRangeName(name: string): name is RangeName {
  return Object.hasOwn(NAMED_RANGES, name);
}

function readTime(params: URLSearchParams, name: string): number | null {
  const text = params.get(name);
  if (!text) return null;
  const time = parseInstant(text);
  if (time !== null) return time;
  throw new PageRangeError(
    `${name} must be seconds since 1970 or an ISO 8601 time: ` +
      `current value is ${JSON.stringify(text)}`,
  );
}
