import type { PostChoice } from "../../domain/post/post_choice.ts";
import { termWords } from "../elements/terms.ts";

/** One part of a choice, in words. */
export interface Chip {
  /** The parameter that asks for it. */
  readonly name: "mood" | "term" | "lang" | "q";
  readonly words: string;
}

/** Says what is chosen, part by part: `hashtag otters`. */
export function chipsOf({ sentiment, term, lang, q }: PostChoice): Chip[] {
  const chips: Chip[] = [];
  if (sentiment) chips.push({ name: "mood", words: `${sentiment} posts` });
  if (term) chips.push({ name: "term", words: termWords(term) });
  if (lang) {
    const words = termWords({ kind: "lang", term: lang });
    chips.push({ name: "lang", words });
  }
  if (q) chips.push({ name: "q", words: `text “${q}”` });
  return chips;
}
