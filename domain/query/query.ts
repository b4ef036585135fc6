import { tokensOf } from "../text/tokens.ts";

/** Thrown when a text is not a query. */
export class QuerySyntaxError extends SyntaxError {
  /** Where in the text, in UTF-16 units from 0. */
  readonly position: number;

  constructor(detail: string, text: string, position: number) {
    const character = Array.from(text.slice(0, position)).length + 1;
    super(`Cannot read query: ${detail}, at character ${character}`);
    this.name = "QuerySyntaxError";
    this.position = position;
  }
}

/**
 * The words of a query, folded as `foldText` does. They say what a post is
 * about, not how it feels: they never score.
 */
export function queryWords(query: Query): ReadonlySet<string> {
  return new Set(wordsOf(query));
}

function wordsOf(query: Query): readonly string[] {
  switch (query.kind) {
    case "word":
      return [query.word];
    case "phrase":
      return query.words;
    case "hashtag":
    case "cashtag":
      return tokensOf(query.tag);
    case "mention":
    case "from":
      return tokensOf(query.user);
    case "all":
    case "any":
      return query.queries.flatMap(wordsOf);
    case "emoji":
    case "lang":
    case "has":
    case "retweet":
    case "not":
      return [];
  }
}

/** Values of `has:`. */
export const HAS_KINDS = [
  "links",
  "hashtags",
  "mentions",
  "cashtags",
] as const;

/** One of {@linkcode HAS_KINDS}. */
export type HasKind = typeof HAS_KINDS[number];

/** One condition on a post. All its texts are folded. */
export type QueryOperator =
  | { readonly kind: "word"; readonly word: string }
  /** Two or more words, one directly after the other. */
  | { readonly kind: "phrase"; readonly words: readonly string[] }
  /** One grapheme cluster, without variation selectors. */
  | { readonly kind: "emoji"; readonly emoji: string }
  | { readonly kind: "hashtag"; readonly tag: string }
  | { readonly kind: "cashtag"; readonly tag: string }
  | { readonly kind: "mention"; readonly user: string }
  /** The author of the post. */
  | { readonly kind: "from"; readonly user: string }
  /** A primary subtag: of `en-GB`, `en`. */
  | { readonly kind: "lang"; readonly lang: string }
  | { readonly kind: "has"; readonly what: HasKind }
  | { readonly kind: "retweet" };

/** A query as the tree that `parseQuery` makes of a text. */
export type Query =
  | QueryOperator
  | { readonly kind: "not"; readonly operator: QueryOperator }
  /** Two or more; each must match. */
  | { readonly kind: "all"; readonly queries: readonly Query[] }
  /** Two or more; one must match. */
  | { readonly kind: "any"; readonly queries: readonly Query[] };
