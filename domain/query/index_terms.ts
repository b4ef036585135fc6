import type { PostEntities, Term } from "../post/post.ts";
import { foldText, tokensOf, withoutSelectors } from "../text/tokens.ts";
import { type Units, unitsOf } from "../text/units.ts";
import type { Query } from "./query.ts";

/** Which terms of an index a text must have to match a query. */
export type Need =
  | string
  | { readonly all: readonly Need[] }
  | { readonly any: readonly Need[] };

/** Letters of Hangul by whose beginning a word is found; longer words are compared. */
const MAX_BEGINNING = 4;

/** A character that makes a grapheme an emoji. */
export const PICTURE =
  /[\p{Extended_Pictographic}\p{Emoji_Presentation}\p{Regional_Indicator}\u20E3]/gu;

/**
 * The terms by which an index finds a post: words, pairs and single letters of
 * scripts without spaces, beginnings of Hangul, parts of emoji. All that the post
 * can match by its words is {@linkcode needOf} them.
 */
export function indexTerms(
  { text, entities }: {
    readonly text: string;
    readonly entities?: PostEntities | undefined;
  },
): Set<string> {
  const terms = new Set<string>();
  addWords(terms, foldText(text));
  for (const [emoji] of text.matchAll(PICTURE)) terms.add(emoji);
  const { hashtags = [], mentions = [], cashtags = [] } = entities ?? {};
  addNames(terms, [...hashtags, ...mentions, ...cashtags]);
  return terms;
}

/** Adds the terms of names that a source gave beside the text. */
export function addNames(terms: Set<string>, names: readonly string[]): void {
  for (const name of names) addWords(terms, foldText(name));
}

function addWords(terms: Set<string>, folded: string): void {
  const units = unitsOf(folded);
  if (units !== null) return addUnits(terms, units);
  for (const token of tokensOf(folded)) terms.add(token);
}

/** Adds the terms of a text with a script without spaces, or with Hangul. */
export function addUnits(terms: Set<string>, units: Units): void {
  const hangul = new Set(units.hangul);
  for (const [i, text] of units.texts.entries()) {
    if (hangul.has(text)) {
      const most = Math.min(text.length, MAX_BEGINNING);
      for (let size = 1; size <= most; size++) terms.add(text.slice(0, size));
      continue;
    }
    terms.add(text);
    const next = units.texts[i + 1];
    if (next !== undefined && !units.starts.has(i + 1) && !hangul.has(next)) {
      terms.add(text + next);
    }
  }
}

/** What an index must hold of a post that matches; null if that can be anything. */
export function needOf(query: Query): Need | null {
  switch (query.kind) {
    case "word":
      return needOfWords([query.word]);
    case "phrase":
      return needOfWords(query.words);
    case "hashtag":
    case "cashtag":
      return needOfWords(tokensOf(query.tag));
    case "mention":
      return needOfWords(tokensOf(query.user));
    case "emoji":
      return every(withoutSelectors(query.emoji).match(PICTURE) ?? []);
    case "all":
      return needOfAll(query.queries.map(needOf));
    case "any": {
      const any = query.queries.map(needOf);
      return any.includes(null) ? null : { any: any as Need[] };
    }
    case "from":
    case "lang":
    case "has":
    case "retweet":
    case "not":
      return null;
  }
}

/** What an index must hold of a post that holds a term; null if that can be anything. */
export function needOfTerm({ kind, term }: Term): Need | null {
  switch (kind) {
    case "hashtag":
    case "mention":
      return needOfWords(tokensOf(term));
    case "emoji":
      return every(term.match(PICTURE) ?? []);
    default:
      return null; // words are counted by what is left of them, sites by links
  }
}

/** What is needed for all of these; null if that is nothing. */
export function needOfAll(needs: readonly (Need | null)[]): Need | null {
  return every(needs.filter((need) => need !== null));
}

function every(all: readonly Need[]): Need | null {
  return all.length === 0 ? null : { all };
}

function needOfWords(words: readonly string[]): Need | null {
  return every([...new Set(words.flatMap(termsOfWord))]);
}

/** Of a word in a script without spaces its pairs, as they are rarer than its letters. */
function termsOfWord(word: string): string[] {
  const units = unitsOf(word);
  if (units === null) return [word];
  const hangul = new Set(units.hangul);
  const { texts } = units;
  const terms = texts.filter((text) => hangul.has(text))
    .map((text) => text.slice(0, MAX_BEGINNING));
  for (const [i, text] of texts.entries()) {
    if (hangul.has(text)) continue;
    const next = texts[i + 1];
    if (next !== undefined && !hangul.has(next)) terms.push(text + next);
    else if (i === 0 || hangul.has(texts[i - 1]!)) terms.push(text);
  }
  return terms;
}
