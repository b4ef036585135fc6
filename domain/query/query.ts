/** What a post must hold for {@linkcode QueryHas}. */
export const HAS_KINDS = [
  "links",
  "hashtags",
  "mentions",
  "cashtags",
] as const;

/** A kind of thing that a post's text can hold. */
export type HasKind = typeof HAS_KINDS[number];

/** One thing that a post is asked for. All its texts are folded. */
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
  /** `en` also asks for `en-GB`. */
  | { readonly kind: "lang"; readonly lang: string }
  | { readonly kind: "has"; readonly what: HasKind }
  | { readonly kind: "retweet" };

/** What to look for in posts: the tree that `parseQuery` makes of a text. */
export type Query =
  | QueryOperator
  | { readonly kind: "not"; readonly operator: QueryOperator }
  /** Two or more; each must match. */
  | { readonly kind: "all"; readonly queries: readonly Query[] }
  /** Two or more; one must match. */
  | { readonly kind: "any"; readonly queries: readonly Query[] };
