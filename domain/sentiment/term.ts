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
