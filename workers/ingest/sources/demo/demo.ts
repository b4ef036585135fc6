import { setImmediate, setTimeout as delay } from "node:timers/promises";
import type { PostEvent, Source } from "../source.ts";
import type { Tone } from "./language.ts";
import type { LanguageCode } from "./languages.ts";
import { createRandom, type Random } from "./random.ts";
import { type Author, authors, createTextWriter } from "./writer.ts";

const FIFTEEN_MINUTES_MS = 900_000;
const BREATH_EVERY = 256;
const LEAST_LAG_MS = 1_000;

/** Options for {@linkcode demoSource}. */
export interface DemoOptions {
  /** Posts a second, on the whole. @default {20} */
  readonly rate?: number;
  /** The same seed gives the same texts. @default a new one at each start */
  readonly seed?: number;
  /** What the posts are to be about now, such as `trump`; half of them are. @default nothing */
  readonly words?: () => readonly string[];
  /**
   * How far back the posts reach: what lies between the last start's newest
   * post (or this long ago) and now comes at once. @default {900_000}
   */
  readonly backfillMs?: number;
  /** @default {Date.now} */
  readonly now?: () => number;
}

/**
 * Makes posts up, at an even rate. A position is the time of the newest post,
 * so a restart repeats nothing.
 */
export function demoSource(options: DemoOptions = {}): Source<PostEvent> {
  const { rate = 20, backfillMs = FIFTEEN_MINUTES_MS } = options;
  const { words = () => [], now = Date.now } = options;

  return {
    name: "demo",
    key: "demo:",
    async *read(position, signal) {
      const startMs = now();
      const seed = options.seed ??
        crypto.getRandomValues(new Int32Array(1))[0]!;
      const prefix = `${startMs.toString(36)}-${(seed >>> 0).toString(36)}`;
      const maxLagMs = Math.max(backfillMs, LEAST_LAG_MS);
      let originMs = firstMs(position, startMs, backfillMs);
      let sent = 0;

      for (let part = 0;; part++) {
        const about = words();
        const made = generatePosts({ seed: seed + part, rate, words: about });
        let atMs = originMs;
        for (const one of made) {
          // After a long sleep of the machine the posts start anew instead of flooding in.
          originMs = Math.max(originMs, now() - maxLagMs - one.elapsedMs);
          atMs = Math.floor(originMs + one.elapsedMs);
          await waitUntil(atMs, now, signal);
          if (++sent % BREATH_EVERY === 0) await setImmediate();
          if (signal.aborted) return;
          if (words().join() !== about.join()) break;
          yield toEvent(one, atMs, part === 0 ? prefix : `${prefix}-${part}`);
        }
        originMs = atMs;
      }
    },
  };
}

/** Where to begin: after what was sent before, but not too far back. */
function firstMs(
  position: string | null,
  startMs: number,
  backfillMs: number,
): number {
  const sentMs = position === null ? NaN : Number(position);
  const earliestMs = startMs - backfillMs;
  if (!Number.isFinite(sentMs)) return earliestMs;
  return Math.min(startMs, Math.max(earliestMs, sentMs));
}

async function waitUntil(
  atMs: number,
  now: () => number,
  signal: AbortSignal,
): Promise<void> {
  const waitMs = atMs - now();
  if (waitMs <= 0) return;
  await delay(waitMs, undefined, { signal }).catch((error) => {
    if (!signal.aborted) throw error;
  });
}

function toEvent(
  made: DemoPost | DemoDeletion,
  createdMs: number,
  prefix: string,
): PostEvent {
  const id = `${prefix}-${made.serial}`;
  const position = String(createdMs);
  if (made.kind === "delete") return { kind: "delete", id, position };
  const { text, lang, author } = made;
  const post = { id, createdMs, text, lang, author, url: null };
  return { kind: "post", post, position };
}

const DELETE_SHARE = 0.005;
const RETWEET_SHARE = 0.12;
const RECENT_POSTS = 300;
const RECENT_TEXTS = 5_000;
const MOST_TRIES = 5;

/** A post of the demo. */
export interface DemoPost {
  readonly kind: "post";
  /** Since the first moment, in milliseconds, rising. */
  readonly elapsedMs: number;
  /** 0, 1, 2, … */
  readonly serial: number;
  readonly text: string;
  readonly lang: LanguageCode;
  readonly author: string;
}

/** The deletion of an earlier post. */
export interface DemoDeletion {
  readonly kind: "delete";
  readonly elapsedMs: number;
  /** That of the post. */
  readonly serial: number;
}

/** Options for {@linkcode generatePosts}. */
export interface GenerateOptions {
  readonly seed: number;
  /** Posts a second, on the whole. */
  readonly rate: number;
  /** The tracked words. */
  readonly words: readonly string[];
}

interface Remembered {
  readonly post: DemoPost;
  readonly about: string;
  readonly original: boolean;
}

/** Makes posts up without end; the same options give the same posts. */
export function* generatePosts(
  { seed, rate, words }: GenerateOptions,
): Generator<DemoPost | DemoDeletion, never> {
  const random = createRandom(seed);
  const chooseTopic = createChooser(words, random.fork());
  const writeNew = createWriter(words, random.fork());
  const recent: Remembered[] = [];

  let elapsedMs = 0;
  for (let serial = 0;; serial++) {
    elapsedMs += random.between(0.2, 1.8) * 1_000 / rate;
    const choice = chooseTopic(elapsedMs);
    const about = choice.words.join();
    const source = random.chance(RETWEET_SHARE)
      ? pickOriginal(recent, about, random)
      : undefined;
    const written = source ? retweet(source, random) : writeNew(choice);
    const post: DemoPost = { kind: "post", elapsedMs, serial, ...written };
    yield post;

    recent.push({ post, about, original: source === undefined });
    if (recent.length > RECENT_POSTS) recent.shift();
    if (random.chance(DELETE_SHARE)) {
      const [gone] = recent.splice(random.int(recent.length), 1);
      yield { kind: "delete", elapsedMs, serial: gone!.post.serial };
    }
  }
}

type Written = Pick<DemoPost, "text" | "lang" | "author">;

function pickOriginal(
  recent: readonly Remembered[],
  about: string,
  random: Random,
): DemoPost | undefined {
  const fitting = recent.filter((r) => r.original && r.about === about);
  return fitting.length > 0 ? random.pick(fitting).post : undefined;
}

function retweet({ author, text, lang }: DemoPost, random: Random): Written {
  const others = authors.filter((a) => a.lang === lang && a.handle !== author);
  const { handle } = random.pick(others);
  return { author: handle, text: `RT @${author}: ${text}`, lang };
}

/** Writes new posts that hold no tracked word by chance and do not repeat. */
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
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      text = write({ ...choice, lang });
      const astray = choice.words.length === 0 &&
        lower.some((word) => text.toLowerCase().includes(word));
      if (!astray && !texts.has(text)) break;
    }
    texts.add(text);
    if (texts.size > RECENT_TEXTS) texts.delete(texts.values().next().value!);
    return { author: handle, text, lang };
  };
}

/** Some write often, most seldom. */
function pickAuthor(random: Random): Author {
  const rank = Math.floor(random.next() ** 1.4 * authors.length);
  return authors[rank * 151 % authors.length]!;
}

const BOTH_SHARE = 0.05;
const MOST_HEAT = 6;

/** What a post is about, and how it is meant. */
interface Choice {
  /** Tracked words: none, one or two. */
  readonly words: readonly string[];
  readonly tone: Tone;
}

/**
 * Creates the choice of what the next post is about. About half are about
 * nothing that is tracked; while a topic runs hot there are more about it. Ask
 * with rising times.
 */
function createChooser(
  words: readonly string[],
  random: Random,
): (elapsedMs: number) => Choice {
  const heatAt = createHeat(words.length, random.fork());
  const moods = words.map(() => createMood(random.fork()));
  const everydayMood = createMood(random.fork());
  const shares = words.map(() => random.between(0.7, 1.3) / words.length);

  return (elapsedMs) => {
    const { topic: hot, strength, moodShift } = heatAt(elapsedMs);
    const weights = shares.map((share, topic) =>
      topic === hot ? share * (1 + MOST_HEAT * strength) : share
    );
    const topic = pickWeighted([...weights, 1], random);
    const word = words[topic];
    if (word === undefined) {
      return { words: [], tone: pickTone(everydayMood(elapsedMs), random) };
    }
    const mood = moods[topic]!(elapsedMs) + (topic === hot ? moodShift : 0);
    const other = random.chance(BOTH_SHARE) ? random.pick(words) : word;
    return {
      words: other === word ? [word] : [word, other],
      tone: pickTone(mood, random),
    };
  };
}

function pickWeighted(weights: readonly number[], random: Random): number {
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  return weights.findIndex((weight) => (left -= weight) < 0);
}

function pickTone(mood: number, random: Random): Tone {
  const positive = Math.max(0.05, Math.min(0.8, 0.36 + 0.35 * mood));
  const negative = Math.max(0.05, Math.min(0.8, 0.32 - 0.35 * mood));
  const at = random.next();
  if (at < positive) return "positive";
  return at < positive + negative ? "negative" : "neutral";
}

const MINUTE_MS = 60_000;

/** What everybody talks about just now. */
interface Heat {
  /** Index of the hot topic; -1 if there is none. */
  readonly topic: number;
  /** From 0 to 1. */
  readonly strength: number;
  /** What the news does to the topic's mood. */
  readonly moodShift: number;
}

const COOL: Heat = { topic: -1, strength: 0, moodShift: 0 };

/**
 * Creates the bursts: now and then one of `count` topics runs hot for some
 * minutes, at once and then ever less. Ask it with rising times.
 */
export function createHeat(
  count: number,
  random: Random,
): (elapsedMs: number) => Heat {
  let burst = COOL;
  let startMs = 0;
  let endMs = 0;

  function plan(afterMs: number): void {
    startMs = afterMs + random.between(1.5, 6) * MINUTE_MS;
    endMs = startMs + random.between(1.5, 4) * MINUTE_MS;
    const good = random.chance(0.5) ? 1 : -1;
    const moodShift = good * random.between(0.3, 0.8);
    burst = { topic: random.int(count), strength: 1, moodShift };
  }

  if (count > 0) plan(0);
  return (elapsedMs) => {
    if (count === 0) return COOL;
    while (elapsedMs >= endMs) plan(endMs);
    if (elapsedMs < startMs) return COOL;
    const spent = (elapsedMs - startMs) / (endMs - startMs);
    const strength = Math.min(spent / 0.1, 1 - (spent - 0.1) / 0.9);
    return { ...burst, strength, moodShift: burst.moodShift * strength };
  };
}

const STEP_MS = 5_000;

/**
 * Creates a mood that drifts from -1 (gloomy) to 1 (glad): a slow wave plus a
 * random walk that is drawn back to the middle. Ask it with rising times.
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
    return Math.max(-1, Math.min(1, wave + walk));
  };
}
