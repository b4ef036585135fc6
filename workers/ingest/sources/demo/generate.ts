import { Random } from "./random.ts";
import {
  type Author,
  authors,
  createTextWriter,
  type LanguageCode,
  type Sentiment,
} from "./writer.ts";

const MINUTE_MS = 60_000;
const DELETION_SHARE = 0.005;
const RETWEET_SHARE = 0.12;
const RECENT_POSTS = 300;
const RECENT_TEXTS = 5_000;
const MAX_TRIES = 5;

/** A post of the demo. */
export interface DemoPost {
  readonly kind: "post";
  /** Since the start, in milliseconds; rises. */
  readonly elapsedMs: number;
  /** 0, 1, 2, … */
  readonly serial: number;
  readonly text: string;
  readonly lang: LanguageCode;
  readonly author: string;
}

/** The deletion of an earlier post, named by its serial number. */
export type DemoDeletion =
  & Pick<DemoPost, "elapsedMs" | "serial">
  & { readonly kind: "delete" };

/** Options for {@linkcode generatePosts}. */
export interface GenerateOptions {
  readonly seed: number;
  /** Posts a second, on average. */
  readonly rate: number;
  /** The tracked words. */
  readonly words: readonly string[];
}

type Written = Pick<DemoPost, "text" | "lang" | "author">;

/** Invents posts without end; the same options give the same posts. */
export function* generatePosts(
  { seed, rate, words }: GenerateOptions,
): Generator<DemoPost | DemoDeletion, never> {
  const random = new Random(seed);
  const chooseTopic = createChooser(words, random.fork());
  const write = createWriter(words, random.fork());
  const recent: { post: DemoPost; about: string; isOriginal: boolean }[] = [];

  let elapsedMs = 0;
  for (let serial = 0;; serial++) {
    elapsedMs += random.between(0.2, 1.8) * 1_000 / rate;
    const choice = chooseTopic(elapsedMs);
    const about = choice.words.join();
    const originals = random.chance(RETWEET_SHARE)
      ? recent.filter((one) => one.isOriginal && one.about === about)
      : [];
    const isOriginal = originals.length === 0;
    const written = isOriginal
      ? write(choice)
      : retweet(random.pick(originals).post, random);
    const post: DemoPost = { kind: "post", elapsedMs, serial, ...written };
    yield post;

    recent.push({ post, about, isOriginal });
    if (recent.length > RECENT_POSTS) recent.shift();
    if (random.chance(DELETION_SHARE)) {
      const [gone] = recent.splice(random.int(recent.length), 1);
      yield { kind: "delete", elapsedMs, serial: gone!.post.serial };
    }
  }
}

function retweet({ author, text, lang }: DemoPost, random: Random): Written {
  const others = authors.filter((a) => a.lang === lang && a.handle !== author);
  const { handle } = random.pick(others);
  return { author: handle, text: `RT @${author}: ${text}`, lang };
}

/** Writes posts that neither contain a tracked word by chance nor repeat. */
function createWriter(
  words: readonly string[],
  random: Random,
): (choice: Choice) => Written {
  const lower = words.map((word) => word.toLowerCase());
  const texts = new Set<string>();
  const write = createTextWriter(random.fork());

  return (choice) => {
    const { handle, lang } = pickAuthor(random);
    let text = "";
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      text = write({ ...choice, lang });
      const isStray = choice.words.length === 0 &&
        lower.some((word) => text.toLowerCase().includes(word));
      if (!isStray && !texts.has(text)) break;
    }
    texts.add(text);
    if (texts.size > RECENT_TEXTS) texts.delete(texts.values().next().value!);
    return { author: handle, text, lang };
  };
}

/** Some authors write often, most rarely. */
function pickAuthor(random: Random): Author {
  const rank = Math.floor(random.next() ** 1.4 * authors.length);
  return authors[rank * 151 % authors.length]!;
}

/** What a post is about. */
interface Choice {
  /** Tracked words: none, one or two. */
  readonly words: readonly string[];
  readonly sentiment: Sentiment;
}

/**
 * Creates the choice of what the next post is about; its times must rise. About
 * half of the posts contain no tracked word; during a burst fewer.
 */
function createChooser(
  words: readonly string[],
  random: Random,
): (elapsedMs: number) => Choice {
  const burstAt = createBursts(words.length, random.fork());
  const moods = [...words, null].map(() => createMood(random.fork()));
  const shares = words.map(() => random.between(0.7, 1.3) / words.length);

  return (elapsedMs) => {
    const burst = burstAt(elapsedMs);
    const weights = [...shares, 1];
    if (burst.topic >= 0) weights[burst.topic]! *= 1 + 6 * burst.strength;
    const topic = pickWeighted(weights, random);
    const shift = topic === burst.topic ? burst.moodShift : 0;
    const sentiment = pickSentiment(moods[topic]!(elapsedMs) + shift, random);
    const word = words[topic];
    if (word === undefined) return { words: [], sentiment };
    const other = random.chance(0.05) ? random.pick(words) : word;
    return { words: [...new Set([word, other])], sentiment };
  };
}

function pickWeighted(weights: readonly number[], random: Random): number {
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  return weights.findIndex((weight) => (left -= weight) < 0);
}

const within = (low: number, value: number, high: number) =>
  Math.max(low, Math.min(high, value));

/** @param mood From -1 to 1, or beyond during a burst. */
function pickSentiment(mood: number, random: Random): Sentiment {
  const positive = within(0.05, 0.36 + 0.35 * mood, 0.8);
  const negative = within(0.05, 0.32 - 0.35 * mood, 0.8);
  const at = random.next();
  if (at < positive) return "positive";
  return at < positive + negative ? "negative" : "neutral";
}

/** A time at which one topic gets more posts. */
interface Burst {
  /** Index of the topic; -1 if there is no burst. */
  readonly topic: number;
  /** From 0 to 1. */
  readonly strength: number;
  /** Added to the topic's mood. */
  readonly moodShift: number;
}

const QUIET: Burst = { topic: -1, strength: 0, moodShift: 0 };

/**
 * Creates bursts: now and then one of `count` topics gets more posts for some
 * minutes, rising fast and falling slowly. Its times must rise.
 */
export function createBursts(
  count: number,
  random: Random,
): (elapsedMs: number) => Burst {
  let [startMs, endMs, topic, peakShift] = [0, 0, -1, 0];
  return (elapsedMs) => {
    if (count === 0) return QUIET;
    while (elapsedMs >= endMs) {
      startMs = endMs + random.between(1.5, 6) * MINUTE_MS;
      endMs = startMs + random.between(1.5, 4) * MINUTE_MS;
      const sign = random.chance(0.5) ? 1 : -1;
      peakShift = sign * random.between(0.3, 0.8);
      topic = random.int(count);
    }
    if (elapsedMs < startMs) return QUIET;
    const part = (elapsedMs - startMs) / (endMs - startMs);
    const strength = Math.min(part / 0.1, 1 - (part - 0.1) / 0.9);
    return { topic, strength, moodShift: peakShift * strength };
  };
}

const STEP_MS = 5_000;

/**
 * Creates a mood that drifts between -1 and 1: a slow wave plus a random walk
 * that returns to the middle. Its times must rise.
 */
export function createMood(random: Random): (elapsedMs: number) => number {
  const periodMs = random.between(4, 11) * MINUTE_MS;
  const phase = random.between(0, 2 * Math.PI);
  let walk = random.between(-0.2, 0.2);
  let walkedMs = 0;
  return (elapsedMs) => {
    for (; walkedMs + STEP_MS <= elapsedMs; walkedMs += STEP_MS) {
      walk = walk * 0.97 + random.between(-0.12, 0.12);
    }
    const wave = 0.5 * Math.sin(phase + 2 * Math.PI * elapsedMs / periodMs);
    return within(-1, wave + walk, 1);
  };
}
