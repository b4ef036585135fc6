import { type Query, type QueryOperator, QuerySyntaxError } from "./query.ts";
import { type QueryPiece, scanQuery, type TextPiece } from "./scan.ts";
import { readOperator, readWords } from "./terms.ts";

/** Maximum length of a query, in characters. */
const MAX_QUERY_LENGTH = 1_024;

/** Maximum depth of parentheses. */
const MAX_DEPTH = 32;

/** Operators that match far too much by themselves. */
const NARROWING = new Set(["lang", "has", "retweet"]);

/** A part of a query. */
interface Part {
  readonly query: Query;
  /** Position of an operator that only narrows and lacks a term beside it; null if there is none. */
  readonly narrowing: number | null;
}

/**
 * Reads a query: words, emoji, `"phrases"`, `#tag`, `$tag`, `@user`, `from:`,
 * `lang:`, `has:`, `is:retweet`, `-` before one of them, `OR`, parentheses.
 *
 * A space means AND and binds tighter than `OR`, as in the rules of X.
 *
 * @throws {QuerySyntaxError} If the text is not one.
 */
export function parseQuery(text: string): Query {
  const length = Array.from(text).length;
  if (length > MAX_QUERY_LENGTH) {
    throw new QuerySyntaxError(
      `too long: ${length} characters, at most ${MAX_QUERY_LENGTH}`,
      text,
      MAX_QUERY_LENGTH,
    );
  }
  return new Reader(text).read();
}

class Reader {
  readonly #text: string;
  readonly #pieces: readonly QueryPiece[];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    this.#pieces = scanQuery(text);
  }

  read(): Query {
    const { query, narrowing } = this.#readAny(0);
    const left = this.#pieces[this.#next];
    if (left) this.#fail('unmatched ")"', left.at);
    if (narrowing === null) return query;
    return this.#fail(
      'lang:, has:, is: and - only narrow a search: add a word, "phrase", ' +
        "emoji, #tag, $tag, @user or from:",
      narrowing,
    );
  }

  /** Parts joined by OR: none may be narrowing only. */
  #readAny(depth: number): Part {
    const parts: [Part, ...Part[]] = [this.#readAll(depth)];
    while (this.#pieces[this.#next]?.kind === "OR") {
      this.#next++;
      parts.push(this.#readAll(depth));
    }
    const incomplete = parts.find((part) => part.narrowing !== null);
    const narrowing = incomplete?.narrowing ?? null;
    return { query: join("any", parts), narrowing };
  }

  /** Parts joined by spaces: one at least must be more than narrowing. */
  #readAll(depth: number): Part {
    const first = this.#readPart(depth) ?? this.#failEmpty();
    const parts: [Part, ...Part[]] = [first];
    for (let part; (part = this.#readPart(depth));) parts.push(part);
    const isComplete = parts.some((part) => part.narrowing === null);
    return {
      query: join("all", parts),
      narrowing: isComplete ? null : first.narrowing,
    };
  }

  /** The next part; null at OR, a closing parenthesis or the end. */
  #readPart(depth: number): Part | null {
    const piece = this.#pieces[this.#next];
    if (!piece || piece.kind === "OR" || piece.kind === ")") return null;
    this.#next++;
    if (piece.kind === "(") return this.#readGroup(piece.at, depth + 1);
    if ("text" in piece) {
      const query = this.#readOperator(piece);
      return { query, narrowing: NARROWING.has(query.kind) ? piece.at : null };
    }
    const operator = this.#readExcluded(piece.at);
    return { query: { kind: "not", operator }, narrowing: piece.at };
  }

  #readGroup(at: number, depth: number): Part {
    if (depth > MAX_DEPTH) {
      this.#fail(`parentheses nested more than ${MAX_DEPTH} deep`, at);
    }
    const part = this.#readAny(depth);
    if (this.#pieces[this.#next] === undefined) {
      this.#fail('unmatched "("', at);
    }
    this.#next++;
    return part;
  }

  #readExcluded(at: number): QueryOperator {
    const piece = this.#pieces[this.#next++];
    if (piece?.kind === "(") {
      this.#fail("- cannot exclude a group: put it before each term", at);
    }
    if (piece?.kind === "term" || piece?.kind === "phrase") {
      return this.#readOperator(piece);
    }
    return this.#fail("- must be followed by one term", at);
  }

  #readOperator({ kind, text, at }: TextPiece): QueryOperator {
    const read = kind === "term" ? readOperator : readWords;
    return read(text, (detail) => this.#fail(detail, at));
  }

  /** Fails where a part was expected. */
  #failEmpty(): never {
    const before = this.#pieces[this.#next - 1];
    const after = this.#pieces[this.#next];
    const or = [before, after].find((piece) => piece?.kind === "OR");
    if (or) this.#fail("OR needs a term on both sides", or.at);
    if (before && after) this.#fail("empty parentheses", before.at);
    if (before) this.#fail('unmatched "("', before.at);
    if (after) this.#fail('unmatched ")"', after.at);
    return this.#fail("the query is empty", 0);
  }

  #fail(detail: string, at: number): never {
    throw new QuerySyntaxError(detail, this.#text, at);
  }
}

function join(kind: "all" | "any", parts: readonly [Part, ...Part[]]): Query {
  if (parts.length === 1) return parts[0].query;
  return { kind, queries: parts.map((part) => part.query) };
}
