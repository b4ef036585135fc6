import { parseJsonBytes } from "../../lines.ts";
import { describeBinary } from "./encoding.ts";
import { findSeparator } from "./csv.ts";

/** How a file lays out its records. */
export type Layout =
  /** A JSON value a line. */
  | { readonly kind: "lines" }
  /** A list in JSON; it stands `from` so many bytes. */
  | { readonly kind: "list"; readonly name: string; readonly from: number }
  /** One JSON object. */
  | { readonly kind: "object" }
  | { readonly kind: "table"; readonly separator: string };

/** Thrown for a file that holds nothing that can be read. */
export class UnreadableFileError extends Error {
  override readonly name = "UnreadableFileError";
}

const LINE_FEED = 10;

/** Lists that answers of APIs and exports hold posts in. */
const LIST = /"(posts|feed|statuses|tweets|orderedItems)"\s*:\s*\[/;

const latin = new TextDecoder("latin1");

/**
 * Detects the layout of a file of UTF-8 by its beginning; null if there is nothing in it.
 *
 * @throws {UnreadableFileError} If it is no text, or a page of the web.
 */
export function findLayout(head: Uint8Array): Layout | null {
  const binary = describeBinary(head);
  if (binary !== null) throw new UnreadableFileError(`The file is ${binary}`);
  const text = latin.decode(head); // one character a byte
  const start = text.search(/\S/);
  if (start < 0) return null;
  if (text[start] === "<") {
    throw new UnreadableFileError("The file is a page of HTML or XML");
  }
  const script = /^\s*(?:(?:var|let|const)\s+)?[\w.$[\]"']+\s*=\s*\[/
    .exec(text);
  if (script) return { kind: "list", name: "element", from: 0 };
  if (text[start] === "[") return { kind: "list", name: "element", from: 0 };
  if (isLines(head)) return { kind: "lines" };
  if (text[start] === "{") return findObject(text);
  const end = text.indexOf("\n");
  const line = new TextDecoder().decode(
    head.subarray(start, end < start ? undefined : end),
  );
  return { kind: "table", separator: findSeparator(line) };
}

function findObject(text: string): Layout {
  const list = LIST.exec(text);
  if (list) {
    const from = list.index + list[0].length - 1;
    return { kind: "list", name: list[1]!, from };
  }
  const isObject = /^\s*\{\s*"/.test(text) && /\n(?!\s*\{)\s*\S/.test(text);
  return { kind: isObject ? "object" : "lines" };
}

/** Whether a line holds a JSON object, or a list of something, by itself. */
function isLines(head: Uint8Array): boolean {
  let start = 0;
  for (let tried = 0; tried < 50; tried++) {
    const end = head.indexOf(LINE_FEED, start);
    const line = head.subarray(start, end < 0 ? undefined : end);
    if (line[0] === 0x7b && isObject(line)) return true;
    if (end < 0) return false;
    start = end + 1;
  }
  return false;
}

function isObject(line: Uint8Array): boolean {
  const json = parseJsonBytes(line);
  return json !== null && "value" in json &&
    Object.keys(json.value as object).length > 0;
}
