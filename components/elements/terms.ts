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
export function termWords({ kind, term }: Term): string {
  return `${KINDS[kind]} ${kind === "lang" ? languageName(term) : term}`;
}

let names: Intl.DisplayNames | undefined;

/** What a language is called in English; its code where nobody knows. */
export function languageName(code: string): string {
  if (code === "und") return "unknown";
  names ??= new Intl.DisplayNames(["en"], { type: "language" });
  try {
    return names.of(code) ?? code;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return code; // it is none
  }
}
