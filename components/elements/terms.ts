import type { Term, TermKind } from "../../domain/post/term.ts";

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
