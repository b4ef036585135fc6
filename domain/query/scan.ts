import { QuerySyntaxError } from "./query.ts";

/** A piece of a query that asks for something. */
export interface TextPiece {
  readonly kind: "phrase" | "term";
  /** Where it begins, in UTF-16 units. */
  readonly at: number;
  /** Of a phrase, what stands between the quotation marks. */
  readonly text: string;
}

/** A piece of a query. */
export type QueryPiece =
  | TextPiece
  | { readonly kind: "("; readonly at: number }
  | { readonly kind: ")"; readonly at: number }
  | { readonly kind: "-"; readonly at: number }
  | { readonly kind: "OR"; readonly at: number };

const SPACE = /\s*/y;
const TERM = /[^\s()"]+/y;

/** Characters that are taken for those of the language when text is pasted. */
const LOOKALIKE = /^[–—−]|[“”„‟（）]/u;
const MEANT: Readonly<Record<string, string>> = {
  "–": "-",
  "—": "-",
  "−": "-",
  "“": '"',
  "”": '"',
  "„": '"',
  "‟": '"',
  "（": "(",
  "）": ")",
};

/** Words in capitals that are operators elsewhere. */
const FOREIGN: Readonly<Record<string, string>> = {
  AND: 'a space means AND, and the word is written "and"',
  NOT: '- means NOT, and the word is written "not"',
};

/**
 * Cuts a query's text into pieces.
 *
 * @throws {QuerySyntaxError} If a quotation mark is open or glued to a word.
 */
export function scanQuery(text: string): QueryPiece[] {
  const pieces: QueryPiece[] = [];
  let at = skip(SPACE, text, 0);
  while (at < text.length) {
    const next = text[at];
    if (next === "(" || next === ")" || next === "-") {
      pieces.push({ kind: next, at });
      at = next === "-" ? endOfMinus(text, at) : at + 1;
    } else if (next === '"') {
      const end = endOfPhrase(text, at);
      pieces.push({ kind: "phrase", at, text: text.slice(at + 1, end - 1) });
      at = end;
    } else {
      const end = skip(TERM, text, at);
      pieces.push(readTerm(text, at, end));
      at = end;
    }
    if (next !== "-") at = skip(SPACE, text, at);
  }
  return pieces;
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}

function endOfMinus(text: string, at: number): number {
  const next = text[at + 1];
  if (next !== undefined && !/[\s)]/.test(next)) return at + 1;
  throw new QuerySyntaxError(
    "- must stand directly before what it excludes",
    text,
    at,
  );
}

function endOfPhrase(text: string, at: number): number {
  const close = text.indexOf('"', at + 1);
  if (close < 0) {
    throw new QuerySyntaxError("a quotation mark is never closed", text, at);
  }
  const next = text[close + 1];
  if (next === "~") {
    throw new QuerySyntaxError(
      "words near each other (~) cannot be searched for",
      text,
      close + 1,
    );
  }
  if (next !== undefined && !/[\s()]/.test(next)) {
    throw new QuerySyntaxError(
      "a space is missing after a phrase",
      text,
      close + 1,
    );
  }
  return close + 1;
}

function readTerm(text: string, at: number, end: number): QueryPiece {
  const term = text.slice(at, end);
  const lookalike = LOOKALIKE.exec(term);
  if (lookalike) {
    const [found] = lookalike;
    throw new QuerySyntaxError(
      `${found} is not ${MEANT[found]}`,
      text,
      at + lookalike.index,
    );
  }
  if (Object.hasOwn(FOREIGN, term)) {
    throw new QuerySyntaxError(FOREIGN[term]!, text, at);
  }
  if (text[end] === '"' && !term.endsWith(":")) {
    throw new QuerySyntaxError("a space is missing before a phrase", text, end);
  }
  return term === "OR" ? { kind: "OR", at } : { kind: "term", at, text: term };
}
