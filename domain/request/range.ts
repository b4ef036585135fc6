import { ParameterError } from "./parameter_error.ts";
import { parseRange } from "./parse_range.ts";

/** The ranges that a page offers by name, and how many seconds before now they begin. */
const NAMED = {
  "5m": 300,
  "1h": 3_600,
  "6h": 21_600,
  "24h": 86_400,
  "7d": 604_800,
  "30d": 2_592_000,
} as const;

/** What an address asks to see: the live window, or a time in seconds since the epoch. */
export type PageRange =
  | { readonly kind: "live" }
  | { readonly kind: "all" }
  | {
    readonly kind: keyof typeof NAMED | "custom";
    readonly from: number;
    readonly to: number;
    /** Whether it has no end: `to` is now, and goes on. */
    readonly isOpen?: true;
  };

/**
 * Reads `range`, or `from` and `to`; without them it is the live window.
 *
 * @throws {ParameterError} If a value is not a time or a known range.
 */
export function readPageRange(
  params: URLSearchParams,
  nowMs: number,
): PageRange {
  if (params.get("from") || params.get("to")) {
    const range = parseRange(params, nowMs);
    return params.get("to")
      ? { kind: "custom", ...range }
      : { kind: "custom", ...range, isOpen: true };
  }
  const name = params.get("range") || "15m";
  if (name === "15m") return { kind: "live" };
  if (name === "all") return { kind: "all" };
  if (isNamed(name)) {
    const to = Math.ceil(nowMs / 1_000);
    return { kind: name, from: to - NAMED[name], to };
  }
  const names = ["15m", ...Object.keys(NAMED)].join(", ");
  throw new ParameterError("range", name, `one of ${names} or all`);
}

function isNamed(name: string): name is keyof typeof NAMED {
  return Object.hasOwn(NAMED, name);
}
