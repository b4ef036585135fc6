import type { MatchInput } from "../../domain/query/match.ts";
import type { Query } from "../../domain/query/query.ts";

// An evaluator that is simple rather than fast and shares no code with ours: it
// walks over the characters of a text, and knows the emoji that it will meet.

/** The only emoji that {@linkcode naiveMatch} knows; longer ones first. */
export const KNOWN_EMOJI = ["👍🏽", "👍", "🇺🇸", "❤", "👩‍👧", "👩"];

function fold(text: string): string {
  return Array.from(
    text,
    (it) =>
      /[\uFF00-\uFFEF]/.test(it) && inWord(it) ? it.normalize("NFKC") : it,
  )
    .join("").normalize("NFC").toLowerCase()
    .replaceAll("ß", "ss").replaceAll("ς", "σ").replaceAll("i\u0307", "i");
}

function inWord(character: string | undefined): boolean {
  return character !== undefined && character !== "\uFE0F" &&
    /[\p{L}\p{M}\p{Nd}_]/u.test(character);
}

/** The scripts of {@linkcode naiveMatch}: words of the last two end within a run of letters. */
function kindOf(character: string): "spaced" | "Hangul" | "unspaced" {
  if (/\p{sc=Hangul}/u.test(character)) return "Hangul";
  const isUnspaced = /[ーぁ-ヿ一-鿿ก-ฮ]/.test(character);
  return isUnspaced ? "unspaced" : "spaced";
}

/** Whether words stand from a place on, one after the other. */
function standsAt(text: string, at: number, words: readonly string[]): boolean {
  const [word, ...others] = words;
  if (word === undefined) return true;
  if (!text.startsWith(word, at) || !isBorder(text, at)) return false;
  let end = at + word.length;
  if (kindOf(word.at(-1)!) === "Hangul") {
    while (end < text.length && kindOf(text[end]!) === "Hangul") end++;
  }
  if (!isBorder(text, end)) return false;
  while (
    end < text.length && !inWord(String.fromCodePoint(text.codePointAt(end)!))
  ) end++;
  return standsAt(text, end, others);
}

function isBorder(text: string, at: number): boolean {
  const before = Array.from(text.slice(Math.max(0, at - 2), at)).at(-1);
  const after = Array.from(text.slice(at, at + 2))[0];
  if (!inWord(before) || !inWord(after)) return true;
  if (/\p{M}/u.test(after!)) return false;
  return kindOf(before!) !== kindOf(after!) || kindOf(after!) === "unspaced";
}

function holds(text: string, words: readonly string[]): boolean {
  const folded = fold(text)
    .replace(/(?<=[ーぁ-ヿ一-鿿ก-ฮ])\u200B+(?=[ーぁ-ヿ一-鿿ก-ฮ])/g, "");
  return Array.from({ length: folded.length }, (_, at) => at)
    .some((at) => standsAt(folded, at, words));
}

/** All names with their sign in front; `link` for a link. */
function walk(text: string): { entities: string[] } {
  const entities: string[] = [];
  for (const chunk of fold(text).split(/\s/)) {
    const [before = "", ...after] = chunk.split(/https?:\/\//);
    const linkAt = after.length > 0 ? Array.from(before).length : Infinity;
    if (/https?:\/\/./.test(chunk)) entities.push("link");
    const all = Array.from(chunk);
    for (let at = 0; at < all.length; at++) {
      if (!inWord(all[at]) || inWord(all[at - 1])) continue;
      let end = at;
      while (inWord(all[end])) end++;
      const name = all.slice(at, end).join("");
      if (at - 1 >= linkAt || inWord(all[at - 2])) continue;
      if (/[#＃]/.test(all[at - 1] ?? "") && /\p{L}/u.test(name)) {
        entities.push(`#${name}`);
      }
      if (/[@＠]/.test(all[at - 1] ?? "")) entities.push(`@${name}`);
      if (all[at - 1] === "$" && /^\p{L}/u.test(name)) {
        entities.push(`$${name}`);
      }
    }
  }
  return { entities };
}

function emojiOf(text: string): string[] {
  const found: string[] = [];
  for (let rest = text.replaceAll("\uFE0F", ""); rest !== "";) {
    const emoji = KNOWN_EMOJI.find((emoji) => rest.startsWith(emoji));
    if (emoji) found.push(emoji);
    rest = rest.slice(emoji?.length ?? 1);
  }
  return found;
}

const SIGNS = { links: "link", hashtags: "#", mentions: "@", cashtags: "$" };

/** For tests: what `matchQuery` must answer for a query that was parsed. */
export function naiveMatch(query: Query, post: MatchInput): boolean {
  const { entities } = walk(post.text);
  switch (query.kind) {
    case "word":
      return holds(post.text, [query.word]);
    case "phrase":
      return holds(post.text, query.words);
    case "emoji":
      return emojiOf(post.text).includes(query.emoji);
    case "hashtag":
      return entities.includes(`#${query.tag}`);
    case "cashtag":
      return entities.includes(`$${query.tag}`);
    case "mention":
      return entities.includes(`@${query.user}`);
    case "from":
      return fold(post.author ?? "") === query.user;
    case "lang":
      return post.lang.toLowerCase().split("-")[0] === query.lang;
    case "has":
      return entities.some((it) => it.startsWith(SIGNS[query.what]));
    case "retweet":
      return post.text.trimStart().startsWith("RT @") &&
        inWord(Array.from(post.text.trimStart())[4]);
    case "not":
      return !naiveMatch(query.operator, post);
    case "all":
      return query.queries.reduce((is, it) => is && naiveMatch(it, post), true);
    case "any":
      return query.queries.reduce(
        (is, it) => is || naiveMatch(it, post),
        false,
      );
  }
}
