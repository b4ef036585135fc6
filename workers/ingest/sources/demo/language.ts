import type { Grammar } from "./fill.ts";

/** How a post is meant. */
export type Tone = "positive" | "negative" | "neutral";

/** How the posts of one language are written. */
export interface Language {
  /** Whole posts by their tone; they are about `{thing}`. */
  readonly posts: Readonly<Record<Tone, readonly string[]>>;
  /** A second sentence by tone. */
  readonly tails: Readonly<Record<Tone, readonly string[]>>;
  /** Things that nobody tracks. */
  readonly things: readonly string[];
  /** Things that are about the tracked word, which stands as `<word>`. */
  readonly about: readonly string[];
  /** What stands between two tracked words. */
  readonly and: readonly string[];
  /** What ends a sentence if another one follows. */
  readonly stop: string;
  /** Hashtags that fit anything, without `#`. */
  readonly tags: readonly string[];
  /** The other lists that the phrases name. */
  readonly slots: Grammar;
}
