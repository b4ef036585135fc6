import { type Query, type QueryOperator, QuerySyntaxError } from "./query.ts";
import { type QueryPiece, scanQuery, type TextPiece } from "./scan.ts";
import { readOperator, readWords } from "./terms.ts";

/** Characters that a query may have. */
const MAX_QUERY_LENGTH = 1_024;

/** Parentheses that may stand in each other. */
const MAX_DEPTH = 32;

/** Operators that match far too much by themselves. */
const LEANING = new Set(["lang", "has", "retweet"]);

/** A part of a query; `leaning` is where it needs something beside it, null if it stands alone. */
interface Part {
  readonly query: Query;
  readonly leaning: number | null;
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
      `it has ${length} characters where ${MAX_QUERY_LENGTH} are allowed`,
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
    const { query, leaning } = this.#readAny(0);
    const left = this.#pieces[this.#next];
    if (left) this.#failUnopened(left.at);
    if (leaning === null) return query;
    return this.#fail(
      'lang:, has:, is: and - only narrow a search: a word, "phrase", emoji, ' +
        "#tag, $tag, @user or from: must stand with them",
      leaning,
    );
  }

  /** Parts with OR between them: all must stand alone. */
  #readAny(depth: number): Part {
    const parts: [Part, ...Part[]] = [this.#readAll(depth)];
    while (this.#pieces[this.#next]?.kind === "OR") {
      this.#next++;
      parts.push(this.#readAll(depth));
    }
    const leaning = parts.find((part) => part.leaning !== null)?.leaning ??
      null;
    return { query: join("any", parts), leaning };
  }

  /** Parts with a space between them: one must stand alone. */
  #readAll(depth: number): Part {
    const first = this.#readPart(depth) ?? this.#failEmpty();
    const parts: [Part, ...Part[]] = [first];
    for (let part; (part = this.#readPart(depth));) parts.push(part);
    const stands = parts.some((part) => part.leaning === null);
    return {
      query: join("all", parts),
      leaning: stands ? null : first.leaning,
    };
  }

  /** The next part; null where OR, a closing parenthesis or the end stands. */
  #readPart(depth: number): Part | null {
    const piece = this.#pieces[this.#next];
    if (!piece || piece.kind === "OR" || piece.kind === ")") return null;
    this.#next++;
    if (piece.kind === "(") return this.#readGroup(piece.at, depth + 1);
    if (piece.kind === "-") {
      const operator = this.#readExcluded(piece.at);
      return { query: { kind: "not", operator }, leaning: piece.at };
    }
    const query = this.#readOperator(piece);
    return { query, leaning: LEANING.has(query.kind) ? piece.at : null };
  }

  #readGroup(at: number, depth: number): Part {
    if (depth > MAX_DEPTH) {
      this.#fail(`parentheses stand more than ${MAX_DEPTH} deep`, at);
    }
    const part = this.#readAny(depth);
    if (this.#pieces[this.#next] === undefined) {
      this.#fail("a parenthesis is never closed", at);
    }
    this.#next++;
    return part;
  }

  #readExcluded(at: number): QueryOperator {
    const piece = this.#pieces[this.#next++];
    if (piece?.kind === "(") {
      this.#fail(
        "a group cannot be excluded: put - before each of its parts",
        at,
      );
    }
    if (piece?.kind === "term" || piece?.kind === "phrase") {
      return this.#readOperator(piece);
    }
    return this.#fail("- must stand before one thing to exclude", at);
  }

  #readOperator({ kind, text, at }: TextPiece): QueryOperator {
    if (kind === "term") return readOperator(text, this.#text, at);
    return readWords(text, (detail) => this.#fail(detail, at));
  }

  /** Says what is wrong where a part was expected and none came. */
  #failEmpty(): never {
    const before = this.#pieces[this.#next - 1];
    const after = this.#pieces[this.#next];
    const or = [before, after].find((piece) => piece?.kind === "OR");
    if (or) this.#fail("OR needs something on both sides", or.at);
    if (before && after) this.#fail("the parentheses are empty", before.at);
    if (before) this.#fail("a parenthesis is never closed", before.at);
    if (after) this.#failUnopened(after.at);
    return this.#fail("there is nothing to search for", 0);
  }

  #failUnopened(at: number): never {
    return this.#fail("a parenthesis is closed that was never opened", at);
  }

  #fail(detail: string, at: number): never {
    throw new QuerySyntaxError(detail, this.#text, at);
  }
}

function join(kind: "all" | "any", parts: readonly [Part, ...Part[]]): Query {
  if (parts.length === 1) return parts[0].query;
  return { kind, queries: parts.map((part) => part.query) };
}
