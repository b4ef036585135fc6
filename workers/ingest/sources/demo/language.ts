import type { Draw } from "./random.ts";

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

/** Lists of phrases by name; a phrase names other lists as `{name}`. */
export type Grammar = Readonly<Record<string, readonly string[]>>;

/** Fills a phrase: each `{name}` becomes a phrase of that list, filled alike. */
export function fill(grammar: Grammar, phrase: string, draw: Draw): string {
  return phrase.replace(/\{(\w+)\}/g, (_, name: string) => {
    const phrases = Object.hasOwn(grammar, name) ? grammar[name] : undefined;
    if (phrases === undefined) throw new RangeError(`No phrases "${name}"`);
    return fill(grammar, draw(phrases), draw);
  });
}

/** Splits a block of text into phrases, at line ends and at `|`. */
export function phrases(block: string): string[] {
  return block.split(/[\n|]/).map((phrase) => phrase.trim()).filter(Boolean);
}
