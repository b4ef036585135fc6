import type { FileContext, Reading } from "./reading.ts";

/** The cells of a row by the names of their columns: the first of some that is not empty, or the empty text. */
export interface Cells {
  (...names: readonly string[]): string;
  /** Whether there are such columns, empty or not. */
  readonly has: Columns["has"];
}

/** The columns of a table. */
export interface Columns {
  readonly names: readonly string[];
  has(...names: readonly string[]): boolean;
  cellsOf(row: readonly string[]): Cells;
}

/** A name as it is compared: `Tweet ID`, `tweet_id` and `tweetId` are one. */
function fold(name: string): string {
  return name.trim().toLowerCase().replace(/[\s_\-]+/g, "");
}

/** Reads the header of a table. */
export function readColumns(header: readonly string[]): Columns {
  const places = new Map<string, number>();
  for (const [i, name] of header.entries()) {
    if (!places.has(fold(name))) places.set(fold(name), i);
  }
  const has: Columns["has"] = (...names) =>
    names.every((name) => places.has(fold(name)));
  function cellsOf(row: readonly string[]): Cells {
    const first = (...names: readonly string[]) => {
      for (const name of names) {
        const cell = row[places.get(fold(name)) ?? -1]?.trim();
        if (cell) return cell;
      }
      return "";
    };
    return Object.assign(first, { has });
  }
  return { names: header, has, cellsOf };
}

/** Reads a list in JSON, or as Python writes it: `['a', 'b']`, `[{'screen_name': 'a'}]`; empty if it is neither. */
export function readList(cell: string): readonly unknown[] {
  if (!cell.startsWith("[")) return [];
  for (const text of [cell, fromPython(cell)]) {
    try {
      const list: unknown = JSON.parse(text);
      if (Array.isArray(list)) return list;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return [];
}

/** Quoted texts in Python's notation, and its words. */
const PYTHON = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|\b(None|True|False)\b/g;

function fromPython(text: string): string {
  return text.replace(PYTHON, (_, single, double, word) => {
    if (word) return word === "None" ? "null" : word.toLowerCase();
    return JSON.stringify((single ?? double).replace(/\\(['"\\])/g, "$1"));
  });
}

/** The parts of a cell between separators. */
export function splitCell(cell: string, separator: string): string[] {
  return cell.split(separator).map((part) => part.trim())
    .filter((part) => part !== "");
}

/** A format of tables. */
export interface TableFormat {
  readonly name: string;
  /** Whether a table with these columns is of this format. */
  readonly fits: (columns: Columns) => boolean;
  readonly read: (cells: Cells, context: FileContext) => Reading;
  /** Columns with ids and with times, to see how they are written. */
  readonly ids: readonly string[];
  readonly times: readonly string[];
}
