import { type Author, authors } from "./authors.ts";
import { type Choice, createChooser } from "./chooser.ts";
import type { LanguageCode } from "./languages.ts";
import { createRandom, type Random } from "./random.ts";
import { createTextWriter } from "./text_writer.ts";

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
