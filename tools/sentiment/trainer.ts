import type { Sentiment } from "../../domain/post/post.ts";
import {
  BITS,
  LEXICON_ROWS,
  LEXICON_VALUE,
  lexiconRows,
  SCALE,
  VALUES,
} from "../../domain/sentiment/features.ts";
import {
  eachFeature,
  encodeWeight,
  lexiconSums,
  type ModelParameters,
  type Pair,
} from "../../domain/sentiment/model.ts";
import { readText } from "../../domain/sentiment/reading.ts";
import type { LabelledPost } from "./labelled_posts.ts";

/** How the model is trained. */
export const SETTINGS = {
  epochs: 4,
  seed: 12_345,
  /** FTRL-proximal; there is no L1. */
  alpha: 0.05,
  beta: 1,
  l2: 1,
  /** AdaGrad, of the biases. */
  biasRate: 0.1,
  /** How much a post of another language counts, against one in English. */
  otherLanguages: 3,
} as const;

/** The classes in the order of their weights. */
export const CLASSES: readonly Sentiment[] = [
  "negative",
  "neutral",
  "positive",
];

const SLOTS = 1 << BITS;
const COLUMNS = (SLOTS + LEXICON_ROWS) * 3;
const NO_WORDS: ReadonlySet<string> = new Set();

/** A post as columns of a matrix. */
export interface Sample {
  readonly slots: Int32Array;
  readonly values: Float64Array;
  readonly label: number;
  readonly lang: string;
}

/** The features of a post. Rows of the lexicon's table stand behind the hashed slots. */
export function toSample({ text, label, lang }: LabelledPost): Sample {
  const slots: number[] = [];
  const values: number[] = [];
  let squares = 1e-9;
  const reading = readText(text, NO_WORDS);
  eachFeature(reading, (group, hash) => {
    slots.push(hash >>> (32 - BITS));
    values.push(VALUES[group]);
    squares += VALUES[group] ** 2;
  });
  const scale = SCALE / Math.sqrt(squares);
  for (let i = 0; i < values.length; i++) values[i]! *= scale;
  for (const row of lexiconRows(lexiconSums(reading))) {
    slots.push(SLOTS + row);
    values.push(LEXICON_VALUE);
  }
  return {
    slots: Int32Array.from(slots),
    values: Float64Array.from(values),
    label: CLASSES.indexOf(label),
    lang,
  };
}

/** Trained weights, three a column, and biases by language. */
export interface Weights {
  readonly columns: Float32Array;
  readonly biases: ReadonlyMap<string, readonly number[]>;
}

/** Multinomial logistic regression by FTRL-proximal. The same samples give the same weights. */
export function train(
  samples: readonly Sample[],
  epochs: number = SETTINGS.epochs,
): Weights {
  const learner = new Learner(samples);
  const random = mulberry32(SETTINGS.seed);
  const order = samples.map((_, i) => i);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (const i of order) learner.learn(samples[i]!);
  }
  return learner.weights();
}

class Learner {
  readonly #z = new Float32Array(COLUMNS);
  readonly #n = new Float32Array(COLUMNS);
  readonly #biases = new Map<string, { values: number[]; squares: number[] }>();
  /** How much a post counts, by language and class. */
  readonly #shares: ReadonlyMap<string, readonly number[]>;
  /** Weights of the sample that is learned, by feature and class. */
  #current = new Float64Array(3 * 1_024);

  constructor(samples: readonly Sample[]) {
    this.#shares = sharesOf(samples);
    for (const lang of this.#shares.keys()) {
      this.#biases.set(lang, { values: [0, 0, 0], squares: [0, 0, 0] });
    }
  }

  learn(sample: Sample): void {
    const share = this.#shares.get(sample.lang)![sample.label]!;
    const gradient = this.#predict(sample).map((p, c) =>
      (p - (c === sample.label ? 1 : 0)) * share
    );
    this.#update(sample, gradient);
    const { values, squares } = this.#biases.get(sample.lang)!;
    for (let c = 0; c < 3; c++) {
      squares[c]! += gradient[c]! ** 2;
      values[c]! -= SETTINGS.biasRate * gradient[c]! /
        (1e-6 + Math.sqrt(squares[c]!));
    }
  }

  #predict({ slots, values, lang }: Sample): number[] {
    if (this.#current.length < slots.length * 3) {
      this.#current = new Float64Array(slots.length * 6);
    }
    const logits = this.#biases.get(lang)!.values.slice();
    for (let i = 0; i < slots.length; i++) {
      for (let c = 0; c < 3; c++) {
        const weight = this.#weight(slots[i]! * 3 + c);
        this.#current[i * 3 + c] = weight;
        logits[c]! += weight * values[i]!;
      }
    }
    return softmax(logits);
  }

  #update({ slots, values }: Sample, gradient: readonly number[]): void {
    for (let i = 0; i < slots.length; i++) {
      for (let c = 0; c < 3; c++) {
        const at = slots[i]! * 3 + c;
        const g = gradient[c]! * values[i]!;
        const before = this.#n[at]!;
        const after = before + g * g;
        const sigma = (Math.sqrt(after) - Math.sqrt(before)) / SETTINGS.alpha;
        this.#z[at]! += g - sigma * this.#current[i * 3 + c]!;
        this.#n[at] = after;
      }
    }
  }

  #weight(at: number): number {
    const z = this.#z[at]!;
    if (z === 0) return 0;
    const { alpha, beta, l2 } = SETTINGS;
    return -z / ((beta + Math.sqrt(this.#n[at]!)) / alpha + l2);
  }

  weights(): Weights {
    const columns = Float32Array.from(this.#z, (_, at) => this.#weight(at));
    const biases = new Map(
      Array.from(this.#biases, ([lang, { values }]) => [lang, values]),
    );
    return { columns, biases };
  }
}

/** Within a language all classes count the same. */
function sharesOf(samples: readonly Sample[]): Map<string, number[]> {
  const counts = new Map<string, number[]>();
  for (const { lang, label } of samples) {
    const own = counts.get(lang) ?? [0, 0, 0];
    own[label]!++;
    counts.set(lang, own);
  }
  return new Map(Array.from(counts, ([lang, own]) => {
    const all = own.reduce((a, b) => a + b);
    const times = lang === "en" ? 1 : SETTINGS.otherLanguages;
    return [lang, own.map((count) => times * all / (3 * count))];
  }));
}

/** Probabilities from logits. */
export function softmax(logits: readonly number[]): number[] {
  const top = Math.max(...logits);
  const exps = logits.map((logit) => Math.exp(logit - top));
  const sum = exps.reduce((a, b) => a + b);
  return exps.map((exp) => exp / sum);
}

function shuffle(list: number[], random: () => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
}

/** A seeded generator of numbers from 0 to 1, by Tommy Ettinger. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The weights as the file holds them, and what stands beside it. */
export interface Packed {
  readonly bytes: Int8Array<ArrayBuffer>;
  readonly parameters: ModelParameters;
}

/** Keeps only differences to neutral, in a byte each. Probabilities are not calibrated yet. */
export function pack({ columns, biases }: Weights): Packed {
  const pair = (values: ArrayLike<number>, at = 0): Pair => [
    values[at]! - values[at + 1]!,
    values[at + 2]! - values[at + 1]!,
  ];
  const slots = Array.from({ length: SLOTS }, (_, i) => pair(columns, i * 3));
  const max = slots.reduce(
    (top, [a, b]) => Math.max(top, Math.abs(a), Math.abs(b)),
    0,
  );
  const lexicon = Array.from(
    { length: LEXICON_ROWS },
    (_, row) => round(pair(columns, (SLOTS + row) * 3)),
  );
  return {
    bytes: Int8Array.from(slots.flat(), (weight) => encodeWeight(weight, max)),
    parameters: {
      max,
      lexicon,
      biases: Object.fromEntries(
        Array.from(biases, ([lang, values]) => [lang, round(pair(values))]),
      ),
      temperature: 1,
    },
  };
}

/** To four decimals. */
export function round([a, b]: Pair): Pair {
  return [Math.round(a * 1e4) / 1e4, Math.round(b * 1e4) / 1e4];
}
