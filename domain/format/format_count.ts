import { formatNumber } from "./format_number.ts";

/** A number of things: `20,761`. */
export function formatCount(count: number): string {
  return formatNumber(count);
}
