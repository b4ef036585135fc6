/** A cell of CSV; null is empty. */
export type Cell = string | number | null;

/** Formats of a table: JSON, CSV with texts as they are, or CSV that is safe to open in a spreadsheet. */
export const TABLE_FORMATS = ["json", "csv", "csv-excel"] as const;

/** Writes a table as CSV, the names of its columns first. */
export function csvTable(
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  format: "csv" | "csv-excel",
): string {
  if (format === "csv") return [columns, ...rows].map(csvLine).join("");
  const safe = rows.map((row) =>
    row.map((cell) => typeof cell === "string" ? disarm(cell) : cell)
  );
  return BYTE_ORDER_MARK + [columns, ...safe].map(csvLine).join("");
}

/** Without it Excel takes UTF-8 for the encoding of its country. */
export const BYTE_ORDER_MARK = "\ufeff";

/** Begin a formula, in any width. */
const SIGNS = "[=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]";

const AT_START = new RegExp(`^[\\s\\p{C}]*${SIGNS}`, "u");

/** What cannot be seen or separates cells, as far as it goes, and a sign. */
const WITHIN = new RegExp(`(?<![\\s\\p{C};])([\\s\\p{C};]*)(${SIGNS})`, "gu");

/** The same with a `'` before the sign. */
const DISARMED = new RegExp(
  `(?<![\\s\\p{C};])([\\s\\p{C};]*)'(${SIGNS})`,
  "gu",
);

/** At these, some settings begin a cell. */
const SEPARATORS = /[;\t\r\n]/;

/**
 * Puts `'` before what a spreadsheet would run: a formula at the start, though
 * what cannot be seen stands before it. Also after `;`, tabs and line breaks, at
 * which the settings of some countries begin a cell.
 */
export function disarm(text: string): string {
  const start = AT_START.test(text) ? "'" : "";
  return start + text.replace(
    WITHIN,
    (whole, before: string, sign: string) =>
      SEPARATORS.test(before) ? `${before}'${sign}` : whole,
  );
}

/** Takes away what {@linkcode disarm} put into a text, and `'` that an author wrote in such a place. */
export function rearm(text: string): string {
  const armed = text.replace(
    DISARMED,
    (whole, before: string, sign: string) =>
      SEPARATORS.test(before) ? before + sign : whole,
  );
  const isMarked = armed.startsWith("'") && AT_START.test(armed.slice(1));
  return isMarked ? armed.slice(1) : armed;
}

/** Writes one line of CSV (RFC 4180). */
export function csvLine(cells: readonly Cell[]): string {
  return cells.map(quote).join(",") + "\r\n";
}

function quote(cell: Cell): string {
  const text = String(cell ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
