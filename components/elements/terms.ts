import type { Term, TermKind } from "../../domain/post/term.ts";
import { languageName } from "../topic/language_name.ts";

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
