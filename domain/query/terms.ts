import { foldText } from "../text/fold_text.ts";
import { tokensOf } from "../text/tokens.ts";
import { HAS_KINDS, type QueryOperator } from "./query.ts";

type Fail = (detail: string) => never;

const LANG = /^[a-z]{2,3}(?:[-_][a-z\d]{2,8})*$/;

/** What X's rules know besides ours: a post's text, author and language do not tell it. */
const OF_X = new Set(
  `to: url: url_title: url_description: url_contains: context: entity: list:
  conversation_id: in_reply_to_tweet_id: retweets_of: retweets_of_tweet_id:
  quotes_of_tweet_id: place: place_country: point_radius: bounding_box: bio:
  bio_name: bio_location: followers_count: following_count: tweets_count:
  listed_count: source: sample: embedding: embedding_threshold:
  has:media has:images has:videos has:video_link has:geo
  is:reply is:quote is:verified is:nullcast`.split(/\s+/),
);

/**
 * Reads `name:value`.
 *
 * @param name In lower case.
 * @param fail Throws the error that a detail belongs to.
 */
export function readNamed(
  name: string,
  value: string,
  fail: Fail,
): QueryOperator {
  const folded = foldText(value);
  const ofX = [`${name}:`, `${name}:${folded}`].find((it) => OF_X.has(it));
  if (ofX) return fail(`${ofX} asks for more than a post itself tells`);
  switch (name) {
    case "from":
      return readFrom(folded, fail);
    case "lang":
      if (LANG.test(folded)) {
        return { kind: "lang", lang: folded.replaceAll("_", "-") };
      }
      return fail(
        `lang: takes a language such as en or pt-BR: current value is "${value}"`,
      );
    case "has":
      return readHas(folded, fail);
    case "is":
      if (folded === "retweet") return { kind: "retweet" };
      return fail(`is: takes retweet only: current value is "${value}"`);
    case "http":
    case "https":
      return fail(
        "a link is not searched for as such: put its words in quotation marks",
      );
    default:
      return fail(
        `"${name}:" is no operator, unlike from:, lang:, has: and is:; ` +
          "other words with : go in quotation marks",
      );
  }
}

function readFrom(value: string, fail: Fail): QueryOperator {
  const user = value.replace(/^[@＠]/, "");
  if (tokensOf(user).length > 0) return { kind: "from", user };
  return fail(`from: takes a user: current value is "${value}"`);
}

function readHas(value: string, fail: Fail): QueryOperator {
  const what = HAS_KINDS.find((kind) => kind === value);
  if (what !== undefined) return { kind: "has", what };
  return fail(
    `has: takes ${HAS_KINDS.join(", ")}: current value is "${value}"`,
  );
}
