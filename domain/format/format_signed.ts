import { formatNumber } from "./format_number.ts";

/** A number with its sign, as short as it can be: `+0.5`, `−1.25`, `0`. */
export function formatSigned(value: number): string {
  return formatNumber(value, 3, {
    minimumFractionDigits: 0,
    signDisplay: "exceptZero",
  });
}
