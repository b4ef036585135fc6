/** What the rollups count, besides posts. */
export const TERM_KINDS = [
  "positive",
  "negative",
  "hashtag",
  "mention",
  "link",
  "emoji",
  "lang",
] as const;

/** A kind of term: `link` is the host of a link, `lang` the language of the post. */
export type TermKind = typeof TERM_KINDS[number];

/** The kind of term by which each post counts for its source: no part of what it says, and so none of {@linkcode TERM_KINDS}. */
export const SOURCE_KIND = "source";

/** Something that the rollups count. */
export interface Term {
  readonly kind: TermKind;
  readonly term: string;
}
