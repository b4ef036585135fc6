/** A word that carries sentiment: from and to in UTF-16 units of the text, and its score. */
export type Mark = readonly [from: number, to: number, score: number];

/** What a post feels like, as a whole. */
export type Sentiment = "positive" | "neutral" | "negative";

/** The sign of a score, in words. */
export function sentimentOf(score: number): Sentiment {
  return score > 0 ? "positive" : score < 0 ? "negative" : "neutral";
}

/** Entities of a post's text as its source lists them. Names are without their sign, in any case. */
export interface PostEntities {
  /** Absolute addresses, http or https. */
  readonly links?: readonly string[];
  readonly hashtags?: readonly string[];
  readonly mentions?: readonly string[];
  readonly cashtags?: readonly string[];
}

/** What a post is to other posts. */
export const POST_KINDS = ["post", "repost", "quote", "reply"] as const;
export type PostKind = typeof POST_KINDS[number];

/** Kinds of posts to choose from; `unknown` are posts that were stored before kinds were. */
export const KIND_CHOICES = [...POST_KINDS, "unknown"] as const;

/** All of them but reposts. */
export const NO_REPOSTS: readonly (typeof KIND_CHOICES[number])[] = KIND_CHOICES
  .filter((kind) => kind !== "repost");

/** An edit of a post at a source that gives each edit an id of its own. */
export interface PostVersion {
  readonly id: string;
  /** 1 for the first edit. A version replaces those with lower numbers, in whatever order they arrive. */
  readonly number: number;
}

/** What stands beside a post's text, and is shown with it. */
export interface PostContext {
  /** The post that it quotes. */
  readonly quoted?: { readonly author: string | null; readonly text: string };
  /** Cards of links: the title of the page and its address. */
  readonly cards?: readonly { readonly title: string; readonly url: string }[];
  /** Descriptions of its pictures. */
  readonly alts?: readonly string[];
}

/** Kinds of terms that a page lists, one at a time. */
export const LIST_KINDS = [
  "hashtag",
  "mention",
  "link",
  "emoji",
  "lang",
] as const;

/** What the rollups count, besides posts. */
export const TERM_KINDS = ["positive", "negative", ...LIST_KINDS] as const;

/** Kinds of lists that no rollup counts: all words, authors, texts that are repeated, whole addresses. */
export const OWN_KINDS = ["word", "author", "text", "url"] as const;

export type OwnKind = typeof OWN_KINDS[number];

/** What lists can be of. */
export const TOP_KINDS = [...OWN_KINDS, ...TERM_KINDS] as const;

/** What a list is of. */
export type TopKind = typeof TOP_KINDS[number];

/** Whether a list is counted post by post. */
export function isOwnKind(kind: TopKind): kind is OwnKind {
  return OWN_KINDS.some((own) => own === kind);
}

/** A kind of term: `link` is the host of a link, `lang` the language of the post. */
export type TermKind = typeof TERM_KINDS[number];

/** The kind of term by which each post counts for its source: no part of what it says, and so none of {@linkcode TERM_KINDS}. */
export const SOURCE_KIND = "source";

/** Something that the rollups count. */
export interface Term {
  readonly kind: TermKind;
  readonly term: string;
}

/** UTF-16 units. */
const LONGEST_TERM = 64;

/** A term as addresses carry it: `hashtag:otters`. */
export function termText({ kind, term }: Term): string {
  return `${kind}:${term}`;
}

/** Reads what {@linkcode termText} writes; null if it is nothing of that kind. */
export function parseTerm(text: string): Term | null {
  const kind = TERM_KINDS.find((kind) => text.startsWith(`${kind}:`));
  if (!kind) return null;
  const term = text.slice(kind.length + 1);
  return term === "" || term.length > LONGEST_TERM ? null : { kind, term };
}
