import { decodeXML } from "entities";
import * as v from "valibot";
import type {
  PostContext,
  PostEntities,
  PostKind,
} from "../../../../domain/post/post.ts";
import { cleanText, webUrl } from "../../../../domain/text/clean.ts";
import { type Line, parseJsonLine, type Rejection } from "../lines.ts";
import {
  clampCreated,
  describeIssue,
  MAX_ID,
  readLang,
  TextField,
} from "../post_fields.ts";
import type { SourcePost } from "../source.ts";
import { parseJson } from "./client.ts";
import { problemsOf, type XProblem } from "./errors.ts";
import { firstCreated, versionOf } from "./versions.ts";

/** A post's full text with its entities. */
interface FullText {
  readonly text: string;
  readonly entities: PostEntities;
}

/** Converts a post of X. */
export function toPost(answer: XAnswer, receivedMs: number): SourcePost {
  const { data } = answer;
  const author = authorOf(data, answer);
  const { text, entities } = retweetText(answer) ?? fullText(data);
  const quoted = quotedBy(answer);
  const place = author === null ? "i" : encodeURIComponent(author);
  const version = versionOf(data);
  const createdMs = Date.parse(data.created_at ?? "");
  const [first = data.id] = data.edit_history_tweet_ids;
  return {
    id: version ? first : data.id,
    createdMs: clampCreated(firstCreated(data, createdMs), receivedMs),
    text,
    lang: readLang(data.lang),
    author,
    url: `https://x.com/${place}/status/${encodeURIComponent(data.id)}`,
    entities,
    postKind: kindOf(data),
    ...(quoted && { context: { quoted } }),
    ...(version && { version }),
  };
}

/** What X calls the ways in which a post refers to another; a reply that quotes is a quote. */
const KINDS: readonly (readonly [type: string, kind: PostKind])[] = [
  ["retweeted", "repost"],
  ["quoted", "quote"],
  ["replied_to", "reply"],
];

function kindOf({ referenced_tweets }: XTweet): PostKind {
  const types = new Set(referenced_tweets.map(({ type }) => type));
  return KINDS.find(([type]) => types.has(type))?.[1] ?? "post";
}

/** The post that one refers to, if it came with it. */
function referredBy(
  { referenced_tweets }: XTweet,
  wanted: string,
  { includes }: XAnswer,
): XTweet | undefined {
  const reference = referenced_tweets.find(({ type }) => type === wanted);
  return includes?.tweets.find(({ id }) => id === reference?.id);
}

/** What a post quotes, or the post that it repeats. */
function quotedBy(answer: XAnswer): PostContext["quoted"] {
  const { data } = answer;
  const said = referredBy(data, "retweeted", answer) ?? data;
  const quoted = referredBy(said, "quoted", answer);
  if (!quoted) return undefined;
  return { author: authorOf(quoted, answer), text: fullText(quoted).text };
}

function authorOf(tweet: XTweet, { includes }: XAnswer): string | null {
  const { author_id } = tweet;
  if (author_id === undefined) return null;
  const user = includes?.users.find(({ id }) => id === author_id);
  return user?.username || null;
}

/** X truncates a retweet's text; the original comes with it in full. */
function retweetText(answer: XAnswer): FullText | undefined {
  const { data } = answer;
  const original = referredBy(data, "retweeted", answer);
  if (!original) return undefined;
  const user = authorOf(original, answer) ??
    /^RT @(\w+):/.exec(data.text)?.[1];
  if (user === undefined) return undefined;
  const { text, entities } = fullText(original);
  const mentions = [...new Set([user, ...entities.mentions ?? []])];
  return { text: `RT @${user}: ${text}`, entities: { ...entities, mentions } };
}

function fullText({ note_tweet, text, entities }: XTweet): FullText {
  if (note_tweet === undefined) return read(text, entities);
  return read(note_tweet.text, note_tweet.entities ?? entities);
}

function read(text: string, entities: XEntities | undefined): FullText {
  if (!entities) return { text: plainText(text, []), entities: {} };
  const { urls, hashtags, cashtags, mentions } = entities;
  const links = urls.flatMap(({ url, expanded_url }) => {
    const address = webUrl(expanded_url) ?? webUrl(url);
    return address === null ? [] : [{ url, address }];
  });
  const unique = (names: readonly string[]) => [...new Set(names)];
  return {
    text: plainText(text, links),
    entities: {
      links: unique(links.map(({ address }) => address)),
      hashtags: unique(hashtags.map(({ tag }) => tag)),
      cashtags: unique(cashtags.map(({ tag }) => tag)),
      mentions: unique(mentions.map(({ username }) => username)),
    },
  };
}

const SHORT_LINK = /https?:\/\/t\.co\/\w+/g;

/** A short link and where it leads. */
interface ShortLink {
  readonly url: string;
  readonly address: string;
}

/**
 * A text of X as a reader sees it: its HTML entities decoded (once), and short
 * links replaced by the addresses that they lead to.
 */
function plainText(text: string, links: readonly ShortLink[]): string {
  const addresses = new Map(links.map(({ url, address }) => [url, address]));
  const decoded = decodeXML(text);
  const linked = decoded.replace(
    SHORT_LINK,
    (url) => addresses.get(url) ?? url,
  );
  return cleanText(linked);
}

/** What a line of the stream is. */
export type XLine =
  /** A keep-alive. */
  | { readonly kind: "alive" }
  | { readonly kind: "post"; readonly id: string; readonly answer: XAnswer }
  | { readonly kind: "problem"; readonly problem: XProblem }
  /** With the id of the post that it seems to be, if any. */
  | Rejection & { readonly kind: "rejected"; readonly id?: string };

/** Reads a line of the stream. */
export function parseXLine(line: Line): XLine {
  const json = parseJsonLine(line, parseJson);
  if (json === null) return { kind: "alive" };
  const parsed = "reason" in json ? json : readXValue(json.value);
  if ("kind" in parsed) return parsed;
  const id = idIn(line.bytes);
  return { kind: "rejected", ...parsed, ...(id !== undefined && { id }) };
}

/** Reads a message of the stream from its JSON. */
export function readXValue(value: unknown): XLine | Rejection {
  const { data, type } = (value ?? {}) as { data?: unknown; type?: unknown };
  if (type === "connection_metadata") return { kind: "alive" };
  if (data === undefined || data === null) {
    const [problem] = problemsOf(value);
    if (problem) return { kind: "problem", problem };
  }
  const { success, output, issues } = v.safeParse(XLineAnswer, value, {
    abortEarly: true,
  });
  if (success) return { kind: "post", id: output.data.id, answer: output };
  return { reason: "malformed", detail: describeIssue(issues[0]) };
}

const lax = new TextDecoder();

/** The id of a post that cannot be read: X bills it all the same. */
function idIn(bytes: Uint8Array): string | undefined {
  const head = lax.decode(bytes);
  if (!/^\s*\{\s*"data"\s*:\s*\{/.test(head)) return undefined;
  return /"id"\s*:\s*"?(\d{1,20})\b/.exec(head)?.[1];
}

/** Undefined in place of an invalid value. */
function lenient<T extends v.GenericSchema<unknown, unknown>>(schema: T) {
  return v.fallback(v.optional(schema), undefined);
}

/** The valid items of a list. */
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

const XEntities = v.object({
  urls: each(v.object({ url: v.string(), expanded_url: lenient(v.string()) })),
  hashtags: each(v.object({ tag: TextField })),
  cashtags: each(v.object({ tag: TextField })),
  mentions: each(v.object({ username: TextField })),
});

const Tweet = v.object({
  id: Id,
  text: TextField,
  author_id: lenient(Id),
  created_at: lenient(v.string()),
  lang: lenient(v.string()),
  entities: lenient(XEntities),
  /** The text of a long post in full. */
  note_tweet: lenient(
    v.object({ text: TextField, entities: lenient(XEntities) }),
  ),
  referenced_tweets: each(v.object({ type: v.string(), id: Id })),
  /** All versions of the post up to this one, the first one first. */
  edit_history_tweet_ids: each(Id),
});

const Includes = v.object({
  users: each(v.object({ id: Id, username: TextField })),
  tweets: each(Tweet),
});

/** A rule that a post matched. */
const MatchingRule = v.object({ id: lenient(Id), tag: lenient(v.string()) });

/** A line of the stream with a post. */
const XLineAnswer = v.object({
  data: Tweet,
  includes: lenient(Includes),
  matching_rules: each(MatchingRule),
});

/** A post as X sends it. */
type XTweet = v.InferOutput<typeof Tweet>;

/** Entities of a post's text. */
type XEntities = v.InferOutput<typeof XEntities>;

/** A post with its author, the posts it refers to, and the rules it matched. */
export type XAnswer = v.InferOutput<typeof XLineAnswer>;
