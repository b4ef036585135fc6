/** What a spreadsheet would run if a cell began with it. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Writes one line of CSV (RFC 4180). Text that a spreadsheet would take for a
 * formula gets a `'` in front; numbers stay numbers.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return cells.map(toCell).join(",") + "\r\n";
}

function toCell(cell: string | number | null): string {
  if (typeof cell !== "string") return cell === null ? "" : String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
