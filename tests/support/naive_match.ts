import type { MatchInput } from "../../domain/query/match.ts";
import type { Query } from "../../domain/query/query.ts";

// An evaluator that is simple rather than fast and shares no code with ours: it
// walks over the characters of a text, and knows the emoji that it will meet.

/** The only emoji that {@linkcode naiveMatch} knows; longer ones first. */
export const KNOWN_EMOJI = ["👍🏽", "👍", "🇺🇸", "❤", "👩‍👧", "👩"];

function fold(text: string): string {
  return text.normalize("NFC").toLowerCase()
    .replaceAll("ß", "ss").replaceAll("ς", "σ");
}

function inWord(character: string | undefined): boolean {
  return character !== undefined && character !== "\uFE0F" &&
    /[\p{L}\p{M}\p{Nd}_]/u.test(character);
}

/** All words, and all names with their sign in front; `link` for a link. */
function walk(text: string): { words: string[]; entities: string[] } {
  const words: string[] = [];
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
      words.push(name);
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
  return { words, entities };
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
  const { words, entities } = walk(post.text);
  switch (query.kind) {
    case "word":
      return words.includes(query.word);
    case "phrase":
      return ` ${words.join(" ")} `.includes(` ${query.words.join(" ")} `);
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
