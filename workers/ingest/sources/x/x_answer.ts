import * as v from "valibot";
import { cleanText } from "../../../../domain/post/clean_text.ts";

/** Longest id that the log takes, in bytes. */
const MAX_ID = 255;

/** What is left out where it is not as it should be. */
function lenient<T extends v.GenericSchema<unknown, unknown>>(schema: T) {
  return v.fallback(v.optional(schema), undefined);
}

/** Those of a list that are as they should be. */
function each<T extends v.GenericSchema<unknown, unknown>>(schema: T) {
  return v.pipe(
    v.fallback(v.array(v.unknown()), []),
    v.transform((items) =>
      items.flatMap((item): v.InferOutput<T>[] => {
        const { success, output } = v.safeParse(schema, item);
        return success ? [output] : [];
      })
    ),
  );
}

const ID_RULE = "must be an id";
const Id = v.pipe(
  v.union([v.string(), v.pipe(v.number(), v.safeInteger())], ID_RULE),
  v.transform(String),
  v.check(
    (id) => id !== "" && id === cleanText(id),
    "must have no control characters and not be empty",
  ),
  v.maxBytes(MAX_ID, `must have at most ${MAX_ID} bytes`),
);
const Text = v.pipe(v.string("must be a string"), v.transform(cleanText));

const XEntities = v.object({
  urls: each(v.object({ url: v.string(), expanded_url: lenient(v.string()) })),
  hashtags: each(v.object({ tag: Text })),
  cashtags: each(v.object({ tag: Text })),
  mentions: each(v.object({ username: Text })),
});

const Tweet = v.object({
  id: Id,
  text: Text,
  author_id: lenient(Id),
  created_at: lenient(v.string()),
  lang: lenient(v.string()),
  entities: lenient(XEntities),
  /** The text of a long post in full. */
  note_tweet: lenient(v.object({ text: Text, entities: lenient(XEntities) })),
  referenced_tweets: each(v.object({ type: v.string(), id: Id })),
});

const Includes = v.object({
  users: each(v.object({ id: Id, username: Text })),
  tweets: each(Tweet),
});

/** A rule that a post matched. */
const MatchingRule = v.object({ id: lenient(Id), tag: lenient(v.string()) });

/** A line of the stream that tells of a post. */
export const XLineAnswer = v.object({
  data: Tweet,
  includes: lenient(Includes),
  matching_rules: each(MatchingRule),
}, "must be an object");

/** A post as X tells it. */
export type XTweet = v.InferOutput<typeof Tweet>;

/** What X knows of a post's text beyond its letters. */
export type XEntities = v.InferOutput<typeof XEntities>;

/** A rule that a post matched. */
export type XMatchingRule = v.InferOutput<typeof MatchingRule>;

/** A post with what belongs to it. */
export type XAnswer = v.InferOutput<typeof XLineAnswer>;
