import { formatNumber } from "../../domain/format/numbers.ts";
import type { Term, TermKind } from "../../domain/post/post.ts";

const KINDS: Readonly<Record<TermKind, string>> = {
  positive: "positive word",
  negative: "negative word",
  hashtag: "hashtag",
  mention: "mention of",
  link: "link to",
  emoji: "emoji",
  lang: "language",
};

/** A term with its kind: `hashtag otters`, `link to example.com`, `language German`. */
export function describeTerm({ kind, term }: Term): string {
  return `${KINDS[kind]} ${kind === "lang" ? languageName(term) : term}`;
}

let names: Intl.DisplayNames | undefined;

/** English name of a language; its code if there is none. */
export function languageName(code: string): string {
  if (code === "und") return "unknown";
  names ??= new Intl.DisplayNames(["en"], { type: "language" });
  try {
    return names.of(code) ?? code;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return code; // not a language code
  }
}

/** Posts per second: `41 posts/s`, `0.4 posts/s`. */
export function rateWords(rate: number): string {
  const options = { minimumFractionDigits: 0 };
  return `${formatNumber(rate, rate < 10 ? 1 : 0, options)}\u00a0posts/s`;
}

/** Names of sources, given their keys separated by spaces: `bluesky, mastodon.social`. */
export function sourceNames(keys: string): string {
  return keys.split(" ").map(sourceWord).join(", ");
}

/** Name of a source, given its key: `bluesky`, `mastodon.social`, `file:posts.ndjson`. */
export function sourceWord(key: string): string {
  return key.replace(/:$/, "").replace(/^[a-z]+:\/\//, "")
    .replace(/^stored:/, "stored posts for ");
}
