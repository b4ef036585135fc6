import { type Line, splitLines } from "../../lines.ts";

/** A row of a table, or what is wrong with it. */
export interface Row {
  readonly cells: readonly string[];
  /** Its first bytes. */
  readonly head: Uint8Array;
  /** Why its cells cannot be trusted. */
  readonly damage?: string;
}

/** What a quoted cell may span before its quotation mark counts as never closed. */
const [MAX_LINES, MAX_BYTES] = [1_000, 1024 * 1024];

/** The row that begins with the first of some lines. */
interface Parsed {
  readonly cells: string[];
  /** Lines that it takes; 0 if it ends in none of them. */
  readonly lines: number;
  /** Whether text follows a closing quotation mark within several lines. */
  readonly isOdd: boolean;
}

/**
 * Reads rows of CSV as RFC 4180 has them, with quotation marks inside unquoted
 * cells taken as they are. Written here since libraries give up everything
 * after a quotation mark that is never closed: here it costs its own line.
 */
export async function* readRows(
  chunks: AsyncIterable<Uint8Array>,
  separator: string,
): AsyncGenerator<Row> {
  const waiting: Line[] = [];
  /** The row at the head of what waits; null if it needs more lines. */
  function next(isLast: boolean): Row | null {
    const texts = waiting.map(decodeLine);
    const { cells, lines, isOdd } = parseRow(texts, separator);
    const isTooLong = waiting.length > MAX_LINES ||
      waiting.reduce((sum, { size }) => sum + size, 0) > MAX_BYTES;
    const isOpen = lines === 0;
    if (isOpen && !isLast && !isTooLong) return null;
    const { bytes: head, size } = waiting[0]!;
    if (isOpen || isOdd) {
      waiting.shift();
      const first = parseRow([`${texts[0]}"`], separator).cells;
      const damage = size > MAX_BYTES
        ? `the line has ${size} bytes, more than ${MAX_BYTES}`
        : `a quotation mark is not closed (${first.length} cells)`;
      return { cells: [], head, damage };
    }
    waiting.splice(0, lines);
    return { cells, head };
  }

  for await (const line of splitLines(chunks, MAX_BYTES)) {
    waiting.push(line);
    if (waiting.length > 1 && !line.bytes.includes(QUOTE) && !isFull(waiting)) {
      continue; // it lies within an open cell
    }
    for (let row; waiting.length > 0 && (row = next(false));) yield row;
  }
  while (waiting.length > 0) yield next(true)!;
}

const QUOTE = 34;

function isFull(lines: readonly Line[]): boolean {
  return lines.length > MAX_LINES || lines.length % 64 === 0;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });
const windows = new TextDecoder("windows-1252");

/** A line of UTF-8, or of Windows where it is none. */
function decodeLine({ bytes }: Line): string {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    text = windows.decode(bytes);
  }
  return text.endsWith("\r") ? text.slice(0, -1) : text;
}

/** Parses the first row of some lines. */
function parseRow(lines: readonly string[], separator: string): Parsed {
  const cells: string[] = [];
  let line = 0;
  let text = lines[0]!;
  let isOdd = false;
  let at = 0;
  while (true) {
    if (text[at] !== '"') {
      const end = text.indexOf(separator, at);
      cells.push(text.slice(at, end < 0 ? undefined : end));
      if (end < 0) break;
      at = end + 1;
      continue;
    }
    let cell = "";
    const from = line;
    at++;
    while (true) {
      const end = text.indexOf('"', at);
      if (end < 0) {
        if (++line === lines.length) return { cells, lines: 0, isOdd };
        cell += `${text.slice(at)}\n`;
        text = lines[line]!;
        at = 0;
        continue;
      }
      cell += text.slice(at, end);
      at = end + 1;
      if (text[at] === '"') {
        cell += '"';
        at++;
      } else if (at === text.length || text[at] === separator) break;
      else {
        // PHP does not double a quotation mark after a backslash.
        if (line > from && text[end - 1] !== "\\") isOdd = true;
        cell += '"';
      }
    }
    cells.push(cell);
    if (at === text.length) break;
    at++;
  }
  return { cells, lines: line + 1, isOdd };
}

const SEPARATORS = [",", ";", "\t", "|"];

/** The separator of a table, found by its first line: the one that gives it the most cells. */
export function findSeparator(firstLine: string): string {
  const counts = SEPARATORS.map((separator) =>
    parseRow([firstLine], separator).cells.length
  );
  return SEPARATORS[counts.indexOf(Math.max(...counts))]!;
}
