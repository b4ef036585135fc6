import { QuerySyntaxError } from "./query.ts";

/** A term or a phrase of a query. */
export interface TextPiece {
  readonly kind: "phrase" | "term";
  /** Where it begins, in UTF-16 units. */
  readonly at: number;
  /** Of a phrase, without its quotation marks. */
  readonly text: string;
}

/** A token of a query. */
export type QueryPiece =
  | TextPiece
  | { readonly kind: "(" | ")" | "-" | "OR"; readonly at: number };

const SPACE = /\s*/y;
const TERM = /[^\s()"]+/y;

/** Typographic characters that pasted text has in place of the plain ones. */
const LOOKALIKE = /^(?<minus>[–—−])|(?<quote>[“”„‟])|（|）/u;

/** Operators of other query languages. */
const FOREIGN: Readonly<Record<string, string>> = {
  AND: 'a space means AND; write "and" for the word',
  NOT: '- means NOT; write "not" for the word',
};

/**
 * Splits a query into tokens.
 *
 * @throws {QuerySyntaxError} If a quotation mark is unmatched or has no space around it.
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
  const detail = "- must be directly followed by the term it excludes";
  throw new QuerySyntaxError(detail, text, at);
}

function endOfPhrase(text: string, at: number): number {
  const close = text.indexOf('"', at + 1);
  if (close < 0) {
    throw new QuerySyntaxError("unmatched quotation mark", text, at);
  }
  const end = close + 1;
  if (text[end] === "~") {
    const detail = "proximity search (~) is not supported";
    throw new QuerySyntaxError(detail, text, end);
  }
  if (end === text.length || /[\s()]/.test(text[end]!)) return end;
  throw new QuerySyntaxError("missing space after the phrase", text, end);
}

function readTerm(text: string, at: number, end: number): QueryPiece {
  const term = text.slice(at, end);
  const lookalike = LOOKALIKE.exec(term);
  if (lookalike) {
    const { 0: found, index, groups: { minus, quote } = {} } = lookalike;
    const meant = minus ? "-" : quote ? '"' : found === "（" ? "(" : ")";
    const detail = `use ${meant} instead of ${found}`;
    throw new QuerySyntaxError(detail, text, at + index);
  }
  if (Object.hasOwn(FOREIGN, term)) {
    throw new QuerySyntaxError(FOREIGN[term]!, text, at);
  }
  if (text[end] === '"' && !term.endsWith(":")) {
    throw new QuerySyntaxError("missing space before the phrase", text, end);
  }
  return term === "OR" ? { kind: "OR", at } : { kind: "term", at, text: term };
}
