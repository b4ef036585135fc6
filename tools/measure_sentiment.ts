/**
 * Measures how well the scorer, `sentiment` and `vader-sentiment` agree with people,
 * and prints Markdown tables. The model in use has learnt SemEval's posts and those
 * of `languages`: for these, the figures of the posts held out count.
 */
import { parseArgs } from "node:util";
import Sentiment from "sentiment";
import { SentimentIntensityAnalyzer } from "vader-sentiment";
import {
  type Sentiment as Decision,
  sentimentOf,
} from "../domain/post/post.ts";
import { type Agreement, MODEL_FILE } from "../domain/sentiment/model.ts";
import { scoreText } from "../domain/sentiment/score.ts";
import { agreementOf, correlate } from "./sentiment/figures.ts";
import {
  type LabelledPost,
  readPosts,
  SHARED_DATA,
} from "./sentiment/labelled_posts.ts";

/** What a scorer says of a post: its class, and a number that rises with its mood. */
interface Verdict {
  readonly decision: Decision;
  readonly mood: number;
}

const plain = new Sentiment({}) as unknown as {
  analyze(text: string): { score: number };
};

const SCORERS: ReadonlyMap<string, (post: LabelledPost) => Verdict> = new Map([
  ["scorer", ({ text, lang }: LabelledPost) => {
    const { decision, pNegative, pPositive } = scoreText(text, { lang });
    return { decision, mood: pPositive - pNegative };
  }],
  ["sentiment", ({ text }: LabelledPost) => {
    const { score } = plain.analyze(text);
    return { decision: sentimentOf(score), mood: score };
  }],
  ["vader-sentiment", ({ text }: LabelledPost) => {
    const { compound } = SentimentIntensityAnalyzer.polarity_scores(text);
    const mood = Math.abs(compound) < 0.05 ? 0 : compound; // as its authors advise
    return { decision: sentimentOf(mood), mood };
  }],
]);

const HEAD = [
  "| posts | n | scorer | accuracy | macro-F1 | macro-recall | positive ± | negative ± |",
  "|---|--:|---|--:|--:|--:|--:|--:|",
];

function toRow(name: string, scorer: string, it: Agreement): string {
  const shares = [it.accuracy, it.macroF1, it.macroRecall];
  const errors = [it.positiveError, it.negativeError];
  const cells = [
    ...[name, it.posts, scorer],
    ...[...shares, ...errors].map((share) => share.toFixed(3)),
  ];
  return `| ${cells.join(" | ")} |`;
}

function heldOutTable(): string {
  const rows = Object.entries(MODEL_FILE.dev).map(([lang, figures]) =>
    toRow(`held out, ${lang}`, "scorer", figures)
  );
  return [...HEAD, ...rows].join("\n");
}

/** Prints each row once it is known: VADER takes its time. */
function printAgreement(sets: ReadonlyMap<string, readonly LabelledPost[]>) {
  print(HEAD.join("\n"));
  for (const [name, posts] of sets) {
    const labels = posts.map(({ label }) => label);
    for (const [scorer, judge] of SCORERS) {
      const decisions = posts.map((post) => judge(post).decision);
      print(toRow(name, scorer, agreementOf(decisions, labels)));
    }
  }
}

function correlationTable(name: string, posts: readonly LabelledPost[]) {
  const truth = posts.map(({ score }) => score!);
  const lines = [`| ${name}, n = ${posts.length} | Pearson |`, "|---|--:|"];
  for (const [scorer, judge] of SCORERS) {
    const moods = posts.map((post) => judge(post).mood);
    lines.push(`| ${scorer} | ${correlate(moods, truth).toFixed(3)} |`);
  }
  return lines.join("\n");
}

const { values: { data } } = parseArgs({
  options: { data: { type: "string", default: SHARED_DATA } },
});
const vader = readPosts(data, "vader");
const learnt = [
  ...Map.groupBy(readPosts(data, "semeval"), ({ split }) => `SemEval ${split}`),
  ...Map.groupBy(readPosts(data, "languages"), ({ lang }) => lang),
].map(([name, posts]) => [`${name} (learnt)`, posts] as const);
const sets = new Map([
  ["US airlines", readPosts(data, "airlines")],
  ["VADER's tweets", vader],
  ...learnt,
]);
print(
  "Shares from 0 to 1; positive ± and negative ±: share decided minus share labelled.\n",
);
print(`${heldOutTable()}\n`);
printAgreement(sets);
print(`\n${correlationTable("VADER's tweets", vader)}`);

function print(text: string): void {
  // deno-lint-ignore no-console
  console.log(text);
}
