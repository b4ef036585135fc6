/**
 * Measures how well the scores agree with people, and prints Markdown tables.
 * Run by hand: `deno run -A tools/measure_sentiment.ts [folder of the labelled posts]`.
 */
import { readFileSync } from "node:fs";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import Sentiment from "sentiment";
import { SentimentIntensityAnalyzer } from "vader-sentiment";
import { type Sentiment as Label, sentimentOf } from "../domain/post/post.ts";
import { scoreText } from "../domain/sentiment/score.ts";

interface Row {
  readonly text: string;
  readonly label: "pos" | "neg" | "neu";
  /** Part of SemEval's set. */
  readonly split?: string;
  /** Mean of the ratings that people gave. */
  readonly score?: number;
}

type Scorer = (text: string) => number;

const LABELS = { pos: "positive", neg: "negative", neu: "neutral" } as const;

const plain = new Sentiment({}) as unknown as {
  analyze(text: string): { score: number };
};

const SCORERS: ReadonlyMap<string, Scorer> = new Map([
  ["ours", (text: string) => scoreText(text).score],
  ["sentiment", (text: string) => plain.analyze(text).score],
  ["VADER", (text: string) => {
    const { compound } = SentimentIntensityAnalyzer.polarity_scores(text);
    return Math.abs(compound) < 0.05 ? 0 : compound; // the bound that its authors advise
  }],
]);

const folder = process.argv[2]
  ? pathToFileURL(`${process.argv[2]}/`)
  : new URL("../../shared/data/", import.meta.url);

function readRows(name: string): Row[] {
  const bytes = gunzipSync(readFileSync(new URL(name, folder)));
  return new TextDecoder().decode(bytes).split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Row);
}

function rate(rows: readonly Row[], scorer: Scorer): string[] {
  const counts = {
    positive: [0, 0, 0],
    negative: [0, 0, 0],
    neutral: [0, 0, 0],
  };
  const add = (label: Label, i: number) => counts[label][i]!++;
  for (const { text, label } of rows) {
    const said = sentimentOf(scorer(text));
    const is = LABELS[label];
    add(said, 0);
    add(is, 1);
    if (said === is) add(is, 2);
  }
  const all = Object.values(counts);
  const right = all.reduce((sum, [, , hit]) => sum + hit!, 0);
  const f1 = all.map(([said, is, hit]) => 2 * hit! / Math.max(said! + is!, 1));
  return [
    percent(right / rows.length),
    percent(f1.reduce((a, b) => a + b) / f1.length),
    percent(counts.positive[0]! / rows.length),
  ];
}

function correlate(xs: readonly number[], ys: readonly number[]): number {
  const mean = (values: readonly number[]) =>
    values.reduce((a, b) => a + b, 0) / values.length;
  const mx = mean(xs);
  const my = mean(ys);
  let xy = 0, xx = 0, yy = 0;
  xs.forEach((x, i) => {
    const y = ys[i]!;
    xy += (x - mx) * (y - my);
    xx += (x - mx) ** 2;
    yy += (y - my) ** 2;
  });
  return xy / Math.sqrt(xx * yy);
}

/** Places of values in their order; equal values share the mean place. */
function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]!] === values[order[from]!]) {
      to++;
    }
    for (let i = from; i < to; i++) ranks[order[i]!] = (from + to - 1) / 2;
  }
  return ranks;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

function agreementTable(sets: ReadonlyMap<string, readonly Row[]>): string {
  const lines = [
    "| posts | n | truly positive | scorer | accuracy | macro-F1 | said positive |",
    "|---|--:|--:|---|--:|--:|--:|",
  ];
  for (const [name, rows] of sets) {
    const positive = rows.filter(({ label }) => label === "pos").length;
    for (const [scorer, score] of SCORERS) {
      const cells = [
        name,
        rows.length,
        percent(positive / rows.length),
        scorer,
      ];
      lines.push(`| ${[...cells, ...rate(rows, score)].join(" | ")} |`);
    }
  }
  return lines.join("\n");
}

function correlationTable(name: string, rows: readonly Row[]): string {
  const truth = rows.map(({ score }) => score!);
  const lines = [
    `| ${name}, n = ${rows.length} | Pearson | Spearman |`,
    "|---|--:|--:|",
  ];
  for (const [scorer, score] of SCORERS) {
    const said = rows.map(({ text }) => score(text));
    const pearson = correlate(said, truth);
    const spearman = correlate(ranksOf(said), ranksOf(truth));
    lines.push(
      `| ${scorer} | ${pearson.toFixed(3)} | ${spearman.toFixed(3)} |`,
    );
  }
  return lines.join("\n");
}

function main(): void {
  const semeval = Map.groupBy(
    readRows("lab_semeval_train.ndjson.gz"),
    ({ split }) => split!,
  );
  const sets = new Map<string, readonly Row[]>();
  for (const [split, rows] of semeval) {
    const tuned = split.endsWith("-train") ? " (tuned on)" : "";
    sets.set(`SemEval ${split}${tuned}`, rows);
  }
  sets.set("US airlines", readRows("lab_us_airline.ndjson.gz"));
  process.stdout.write([
    "Three classes by the sign of the score; VADER is neutral below 0.05. Figures in %.",
    agreementTable(sets),
    correlationTable("VADER's tweets", readRows("lab_vader_tweets.ndjson.gz")),
    "",
  ].join("\n\n"));
}

main();
