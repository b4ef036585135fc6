/** A share in whole percent: `38 %`; a dash where there is nothing to take a share of. */
export function formatPercent(part: number, whole: number): string {
  return whole > 0 ? `${Math.round(100 * part / whole)}\u00a0%` : "–";
}
