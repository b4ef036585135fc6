import { readLanguage } from "../text/language.ts";
import {
  foldText,
  graphemesOf,
  isEmoji,
  TOKEN_CHARACTER,
  tokensOf,
  withoutSelectors,
} from "../text/tokens.ts";
import { HAS_KINDS, type QueryOperator } from "./query.ts";

/** Throws an error with a detail. */
type Fail = (detail: string) => never;

/** `#`, `@` or `$` at the front, unless it is the emoji of a key. */
const ENTITY = /^[#＃@＠$](?!\u{FE0F}?\u{20E3})/u;
const NAMED = /^([a-z_]+):(.*)$/is;

/** Reads one term of a query. */
export function readOperator(term: string, fail: Fail): QueryOperator {
  if (ENTITY.test(term)) return readEntity(term, fail);
  const [, name, value] = NAMED.exec(term) ?? [];
  if (name === undefined || value === undefined) return readWords(term, fail);
  return readNamed(name.toLowerCase(), value, fail);
}

const HASHTAG = pattern(String.raw`(?=.*\p{L})T+`);
const CASHTAG = pattern(String.raw`(?=\p{L})T+(?:\.T+)?`);
const USER = pattern(String.raw`T+(?:[.@\-]T+)*`);

/** Reads `#tag`, `$tag` or `@user`. */
function readEntity(term: string, fail: Fail): QueryOperator {
  const name = foldText(term.slice(1));
  switch (term[0]) {
    case "#":
    case "＃":
      if (HASHTAG.test(name)) return { kind: "hashtag", tag: name };
      return fail(
        `invalid hashtag "${term}": use letters, digits and _, at least one letter`,
      );
    case "$":
      if (CASHTAG.test(name)) return { kind: "cashtag", tag: name };
      return fail(
        `invalid cashtag "${term}": use letters and digits, a letter first`,
      );
    default:
      if (USER.test(name)) return { kind: "mention", user: name };
      return fail(`invalid user "${term}": use letters, digits and _`);
  }
}

/** A pattern for a whole name, in which `T` is a character of a word. */
function pattern(source: string): RegExp {
  return new RegExp(`^${source.replaceAll("T", TOKEN_CHARACTER)}$`, "v");
}

/** Emoji by Unicode's definition, but written at the end of words: `Freshet™`. */
const SIGNS = new Set("©®™‼⁉");

/**
 * Reads a bare term, or the inside of a phrase: a word, several words in a
 * row, or one emoji. Punctuation only separates.
 */
export function readWords(text: string, fail: Fail): QueryOperator {
  const graphemes = graphemesOf(withoutSelectors(text));
  const [emoji, second] = graphemes.filter(isEmoji);
  const others = graphemes.map((it) => isEmoji(it) ? " " : it).join("");
  const words = tokensOf(foldText(others));
  const [word] = words;

  if (word === undefined) {
    if (emoji === undefined) {
      return fail(`"${text}" contains no word and no emoji`);
    }
    if (second === undefined) return { kind: "emoji", emoji };
    return fail(`put spaces between the emoji in "${text}"`);
  }
  if (graphemes.some((it) => isEmoji(it) && !SIGNS.has(it))) {
    return fail(`put a space between "${others.trim()}" and ${emoji}`);
  }
  return words.length === 1
    ? { kind: "word", word }
    : { kind: "phrase", words };
}

/** Operators of X that need more than a post's text, author and language. */
const OF_X = new Set(
  `to: url: url_title: url_description: url_contains: context: entity: list:
  conversation_id: in_reply_to_tweet_id: retweets_of: retweets_of_tweet_id:
  quotes_of_tweet_id: place: place_country: point_radius: bounding_box: bio:
  bio_name: bio_location: followers_count: following_count: tweets_count:
  listed_count: source: sample: embedding: embedding_threshold:
  has:media has:images has:videos has:video_link has:geo
  is:reply is:quote is:verified is:nullcast`.split(/\s+/),
);

/** Reads `name:value`, the name in lower case. */
function readNamed(name: string, value: string, fail: Fail): QueryOperator {
  const folded = foldText(value);
  const ofX = [`${name}:`, `${name}:${folded}`].find((it) => OF_X.has(it));
  if (ofX) {
    return fail(`${ofX} is not supported: stored posts lack that information`);
  }
  const failWith = (needs: string) =>
    fail(`${name}: ${needs}: current value is "${value}"`);
  switch (name) {
    case "from": {
      const user = folded.replace(/^[@＠]/, "");
      if (tokensOf(user).length > 0) return { kind: "from", user };
      return failWith("needs a user");
    }
    case "lang": {
      const lang = readLanguage(folded);
      if (lang !== "und" || folded === lang) return { kind: "lang", lang };
      return failWith("needs a language such as en or pt");
    }
    case "has": {
      const what = HAS_KINDS.find((kind) => kind === folded);
      if (what !== undefined) return { kind: "has", what };
      return failWith(`supports ${HAS_KINDS.join(", ")}`);
    }
    case "is":
      if (folded === "retweet") return { kind: "retweet" };
      return failWith("supports only retweet");
    case "http":
    case "https":
      return fail(
        "links cannot be searched for: put the words in quotation marks",
      );
    default:
      return fail(
        `unknown operator "${name}:": use from:, lang:, has: or is:, ` +
          "or put the words in quotation marks",
      );
  }
}
