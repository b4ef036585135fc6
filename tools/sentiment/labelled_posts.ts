import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Sentiment } from "../../domain/post/post.ts";

/** A post that people labelled. */
export interface LabelledPost {
  readonly text: string;
  /** BCP 47. */
  readonly lang: string;
  readonly label: Sentiment;
  /** Part of its set. */
  readonly split: string;
  /** Mean of the ratings that people gave, where there are some. */
  readonly score?: number;
}

/** Sets of labelled posts by the names of their files. */
export const SETS = {
  semeval: "lab_semeval_train.ndjson.gz",
  languages: "lab_xlm_t.ndjson.gz",
  airlines: "lab_us_airline.ndjson.gz",
  vader: "lab_vader_tweets.ndjson.gz",
} as const;

/** Where the sets are unless a path is given. */
export const SHARED_DATA: string = fileURLToPath(
  new URL("../../../shared/data/", import.meta.url),
);

const LABELS = { pos: "positive", neg: "negative", neu: "neutral" } as const;

interface Row {
  readonly text: string;
  readonly label: keyof typeof LABELS;
  readonly lang?: string;
  readonly split?: string;
  readonly score?: number;
}

/** Reads a set. Posts without a language are English. */
export function readPosts(
  folder: string,
  set: keyof typeof SETS,
): LabelledPost[] {
  const bytes = gunzipSync(readFileSync(join(folder, SETS[set])));
  return new TextDecoder().decode(bytes).split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const { label, lang = "en", split = "", ...row }: Row = JSON.parse(line);
      return { ...row, label: LABELS[label], lang, split };
    });
}

const NAMES = /https?:\/\/\S+|@[\p{L}\p{N}_]+/gu;
const NOT_COMPARED = /[^\p{L}\p{N}]+/gu;

/** The posts whose text was not seen before, but for case, links, mentions and punctuation. */
export function dropRepeated(
  posts: readonly LabelledPost[],
  seen: Set<string> = new Set(),
): LabelledPost[] {
  return posts.filter(({ text }) => {
    const key = text.toLowerCase().replace(NAMES, " ")
      .replace(NOT_COMPARED, " ").trim();
    return seen.size < seen.add(key).size;
  });
}

/** The posts to train on, and those that judge. */
export interface DataSets {
  readonly train: readonly LabelledPost[];
  readonly dev: readonly LabelledPost[];
}

/** SemEval's split 2016-test, and the part `val` of the other languages. */
const isDev = ({ split }: LabelledPost) =>
  split === "2016-test" || split === "val";

/** The posts that may be trained on, without repeated texts; those that judge are held out. */
export function readDataSets(folder: string): DataSets {
  const posts = [
    ...readPosts(folder, "semeval"),
    ...readPosts(folder, "languages"),
  ];
  const seen = new Set<string>();
  return {
    train: dropRepeated(posts.filter((post) => !isDev(post)), seen),
    dev: dropRepeated(posts.filter(isDev), seen),
  };
}
