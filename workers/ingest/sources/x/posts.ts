import { decodeXML } from "entities";
import * as v from "valibot";
import type { PostEntities } from "../../../../domain/post/post.ts";
import { cleanText, webUrl } from "../../../../domain/text/clean.ts";
import type { Line } from "../lines.ts";
import { clampCreated, readLang } from "../post_fields.ts";
import type { RejectReason, SourcePost } from "../source.ts";
import { parseJson } from "./client.ts";
import { problemsOf, type XProblem } from "./errors.ts";

/** X's own tags for posts without a language: links only, hashtags only, no text. */
const NO_LANGUAGE = /^(?:q[a-t][a-z]|zxx|art)$/;

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
  const place = author === null ? "i" : encodeURIComponent(author);
  return {
    id: data.id,
    createdMs: clampCreated(Date.parse(data.created_at ?? ""), receivedMs),
    text,
    lang: readXLang(data.lang),
    author,
    url: `https://x.com/${place}/status/${encodeURIComponent(data.id)}`,
    entities,
  };
}

function authorOf(tweet: XTweet, { includes }: XAnswer): string | null {
  const { author_id } = tweet;
  if (author_id === undefined) return null;
  const user = includes?.users.find(({ id }) => id === author_id);
  return user?.username || null;
}

/** X truncates a retweet's text; the original comes with it in full. */
function retweetText(answer: XAnswer): FullText | undefined {
  const { data, includes } = answer;
  const reference = data.referenced_tweets
    .find(({ type }) => type === "retweeted");
  const original = includes?.tweets.find(({ id }) => id === reference?.id);
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

/** X uses some outdated tags, such as `iw` for `he`. */
function readXLang(lang: string | undefined): string {
  if (!lang || NO_LANGUAGE.test(lang)) return "und";
  try {
    return readLang(Intl.getCanonicalLocales(lang)[0]);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return "und"; // not a language tag
  }
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

/** Longest line, in bytes. */
export const MAX_LINE = 64 * 1024;

/** What a line of the stream is. */
export type XLine =
  /** A keep-alive. */
  | { readonly kind: "alive" }
  | { readonly kind: "post"; readonly id: string; readonly answer: XAnswer }
  | { readonly kind: "problem"; readonly problem: XProblem }
  /** With the id of the post that it seems to be, if any. */
  | {
    readonly kind: "rejected";
    readonly reason: RejectReason;
    readonly detail: string;
    readonly id?: string;
  };

const decoder = new TextDecoder("utf-8", { fatal: true });
const lax = new TextDecoder();

/** Reads a line of the stream. */
export function parseXLine({ bytes, size }: Line): XLine {
  if (size > MAX_LINE) {
    const detail =
      `The line has ${size} bytes, more than the ${MAX_LINE} allowed`;
    return reject("oversize", detail, bytes);
  }
  let value: unknown;
  try {
    const text = decoder.decode(bytes);
    if (text.trim() === "") return { kind: "alive" };
    value = parseJson(text);
  } catch (error) {
    const isJson = error instanceof SyntaxError;
    if (!isJson && !(error instanceof TypeError)) throw error;
    const detail = isJson ? "The line is not JSON" : "The line is not UTF-8";
    return reject("malformed", detail, bytes);
  }
  return readValue(value, bytes);
}

function readValue(value: unknown, bytes: Uint8Array): XLine {
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
  return reject("malformed", describe(issues[0]), bytes);
}

function describe(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue);
  if (field === null) return "The line must be an object";
  return issue.input === undefined
    ? `\`${field}\` is missing`
    : `\`${field}\` ${issue.message}`;
}

function reject(
  reason: RejectReason,
  detail: string,
  bytes: Uint8Array,
): XLine {
  const id = idIn(bytes);
  return { kind: "rejected", reason, detail, ...(id !== undefined && { id }) };
}

/** The id of a post that cannot be read: X bills it all the same. */
function idIn(bytes: Uint8Array): string | undefined {
  const head = lax.decode(bytes);
  if (!/^\s*\{\s*"data"\s*:\s*\{/.test(head)) return undefined;
  return /"id"\s*:\s*"?(\d{1,20})\b/.exec(head)?.[1];
}

/** Longest id that the log accepts, in bytes. */
const MAX_ID = 255;

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

/** A line of the stream with a post. */
const XLineAnswer = v.object({
  data: Tweet,
  includes: lenient(Includes),
  matching_rules: each(MatchingRule),
}, "must be an object");

/** A post as X sends it. */
type XTweet = v.InferOutput<typeof Tweet>;

/** Entities of a post's text. */
type XEntities = v.InferOutput<typeof XEntities>;

/** A post with its author, the posts it refers to, and the rules it matched. */
type XAnswer = v.InferOutput<typeof XLineAnswer>;
