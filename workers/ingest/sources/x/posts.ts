import type { PostEntities } from "../../../../domain/post/entities.ts";
import { webUrl } from "../../../../domain/text/clean.ts";
import { clampCreated } from "../live/clamp_created.ts";
import type { SourcePost } from "../source.ts";
import { plainText } from "./plain_text.ts";
import type { XAnswer, XEntities, XTweet } from "./x_answer.ts";

/** Languages of X's own: a post of links, of tags, of nothing. */
const NO_LANGUAGE = /^(?:q[a-t][a-z]|zxx|art)$/;
const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$/;

/** A text in full, and what is known of it. */
interface FullText {
  readonly text: string;
  readonly entities: PostEntities;
}

/** Makes a post of what X tells. */
export function toPost(answer: XAnswer, receivedMs: number): SourcePost {
  const { data } = answer;
  const author = authorOf(data, answer);
  const { text, entities } = retweetText(answer) ?? fullText(data);
  const place = author === null ? "i" : encodeURIComponent(author);
  return {
    id: data.id,
    createdMs: clampCreated(Date.parse(data.created_at ?? ""), receivedMs),
    text,
    lang: readLang(data.lang),
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

/** X cuts a retweet's text off; the post that it repeats stands beside it in full. */
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

/** X writes some languages in an older way, such as `iw` for `he`. */
function readLang(lang: string | undefined): string {
  if (!lang || !LANGUAGE.test(lang) || NO_LANGUAGE.test(lang)) return "und";
  try {
    const [canonical = "und"] = Intl.getCanonicalLocales(lang);
    return LANGUAGE.test(canonical) ? canonical : "und";
  } catch {
    return "und"; // it only looks like a language
  }
}
