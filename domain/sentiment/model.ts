import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  BITS,
  END,
  type FeatureGroup,
  hashtagHash,
  LEXICON_VALUE,
  lexiconRows,
  type LexiconSums,
  MAX_GRAMS,
  negatedHash,
  pairHash,
  SCALE,
  START,
  styleHashes,
  VALUES,
  writeGrams,
} from "./features.ts";
import file from "./model.json" with { type: "json" };
import type { Reading } from "./reading.ts";
import type { Word } from "./vocabulary.ts";

/**
 * Calls `emit` for each feature of a text with its hash. The trainer learns from
 * these; {@linkcode Model} adds up the weights of the same ones.
 */
export function eachFeature(
  reading: Reading,
  emit: (group: FeatureGroup, hash: number) => void,
): void {
  let before = START;
  for (const { word, isHashtag, isNegated } of reading.seen) {
    emit("word", word.hash);
    if (isNegated) emit("negated", negatedHash(word.hash));
    if (isHashtag) emit("style", hashtagHash(word.hash));
    const count = word.hasGrams ? writeGrams(word.text, grams) : 0;
    for (let i = 0; i < count; i++) emit("grams", grams[i]!);
    emit("pair", pairHash(before, word.hash));
    before = word.hash;
  }
  emit("pair", pairHash(before, END));
  for (const hash of styleHashes(styleOf(reading))) emit("style", hash);
}

function styleOf({ shouted, elongated, seen }: Reading) {
  return { shouted, elongated, tokens: seen.length };
}

/** What the lexicon's features are made of. */
export function lexiconSums(
  { score, positive, negative, marks }: Reading,
): LexiconSums {
  return {
    score,
    positive: positive.length,
    negative: negative.length,
    last: marks.at(-1)?.[2] ?? 0,
  };
}

/** A pair of weights: towards negative and towards positive, against neutral. */
export type Pair = readonly [negative: number, positive: number];

/** What `model.json` says that scoring needs. */
export interface ModelParameters {
  /** The weight of the greatest value of the file. */
  readonly max: number;
  /** Pairs by row. */
  readonly lexicon: readonly Pair[];
  /** By language; `und` is an unknown one. */
  readonly biases: Readonly<Record<string, Pair>>;
  readonly temperature: number;
}

/**
 * The version of what `scoreText` says. It rises with each change of the model
 * or of the rules, so that stored posts can be scored again. 1 was the lexicon.
 */
export const SCORER_VERSION = 2;

/** How well decisions agree with labels; shares from 0 to 1. */
export interface Agreement {
  readonly posts: number;
  readonly accuracy: number;
  readonly macroF1: number;
  readonly macroRecall: number;
  /** Share of decisions for positive minus share of labels, and the same of negative. */
  readonly positiveError: number;
  readonly negativeError: number;
}

/** What stands beside the weights. */
export interface ModelFile extends ModelParameters {
  /** {@linkcode SCORER_VERSION} when it was trained. */
  readonly version: number;
  readonly bits: number;
  /** Of the weights' file. */
  readonly sha256: string;
  readonly trainedOn: {
    readonly sets: readonly string[];
    readonly posts: number;
    readonly settings: Readonly<Record<string, number>>;
  };
  /** By language, of the same settings without the posts that judged. */
  readonly dev: Readonly<Record<string, Agreement>>;
  /** How the lexicon's score becomes logits where the model does not read. */
  readonly fallback: { readonly slope: number; readonly offset: number };
}

/** The description of the model in use. */
export const MODEL_FILE = file as unknown as ModelFile;

let model: Model | undefined;

/**
 * The model in use. Its weights are read from their file the first time.
 *
 * @throws {Error} If the file is not the one that `model.json` describes.
 */
export function openModel(): Model {
  return model ??= new Model(readWeights(), MODEL_FILE);
}

function readWeights(): Int8Array {
  const bytes = readFileSync(new URL("./model.bin", import.meta.url));
  checkWeights(bytes);
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Throws if bytes are not the weights that `model.json` describes. */
export function checkWeights(bytes: Uint8Array): void {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (sha256 === MODEL_FILE.sha256) return;
  throw new Error(
    `Cannot read domain/sentiment/model.bin: its SHA-256 is ${sha256}, ` +
      `model.json has ${MODEL_FILE.sha256}`,
  );
}

/** What one token adds. */
type OnToken = (
  index: number,
  negative: number,
  positive: number,
) => void;

const NO_LEXICON: LexiconSums = { score: 0, positive: 0, negative: 0, last: 0 };

/** The trained weights. Two signed bytes a slot: towards negative, and towards positive. */
export class Model {
  readonly #weights: Int8Array;
  readonly #values: Float64Array;
  readonly #parameters: ModelParameters;
  /** Of the text at hand: towards negative, towards positive, and of squared values. */
  readonly #sums = new Float64Array(3);

  constructor(weights: Int8Array, parameters: ModelParameters) {
    this.#weights = weights;
    this.#parameters = parameters;
    this.#values = decodingTable(parameters.max);
  }

  /** Logits of negative and positive against neutral. */
  logitsOf(reading: Reading, language: string): Pair {
    const scale = this.#addAll(reading);
    const [negative, positive] = this.#sums;
    const [a, b] = this.#lexiconPair(lexiconSums(reading));
    const { biases, temperature } = this.#parameters;
    const bias = biases[language]!;
    return [
      (negative! * scale + a + bias[0]) / temperature,
      (positive! * scale + b + bias[1]) / temperature,
    ];
  }

  /** Calls `onToken` with the logits towards positive that each token adds. */
  weigh(
    reading: Reading,
    onToken: (index: number, logit: number) => void,
  ): void {
    const scale = this.#addAll(reading) / this.#parameters.temperature;
    this.#sums.fill(0);
    this.#addTokens(
      reading.seen,
      (i, negative, positive) => onToken(i, (positive - negative) * scale),
    );
  }

  /** Logits towards positive that the lexicon adds, against a text without its words. */
  lexiconLogit(reading: Reading): number {
    const [a, b] = this.#lexiconPair(lexiconSums(reading));
    const [x, y] = this.#lexiconPair(NO_LEXICON);
    return ((b - a) - (y - x)) / this.#parameters.temperature;
  }

  /** Sums up all features but the lexicon's; returns what scales them to one length. */
  #addAll(reading: Reading): number {
    this.#sums.fill(0);
    this.#addTokens(reading.seen);
    for (const hash of styleHashes(styleOf(reading))) {
      this.#add(hash, VALUES.style);
    }
    return SCALE / Math.sqrt(this.#sums[2]!);
  }

  #lexiconPair(sums: LexiconSums): Pair {
    let [negative, positive] = [0, 0];
    for (const row of lexiconRows(sums)) {
      const pair = this.#parameters.lexicon[row]!;
      negative += pair[0] * LEXICON_VALUE;
      positive += pair[1] * LEXICON_VALUE;
    }
    return [negative, positive];
  }

  #addTokens(seen: Reading["seen"], onToken?: OnToken): void {
    const sums = this.#sums;
    let before = START;
    for (let i = 0; i < seen.length; i++) {
      const { word, isHashtag, isNegated } = seen[i]!;
      const [negative, positive] = [sums[0]!, sums[1]!];
      const own = word.reader === this ? word.weights! : this.#read(word);
      for (let k = 0; k < 3; k++) sums[k]! += own[k]!;
      if (isNegated) { for (let k = 0; k < 3; k++) sums[k]! += own[3 + k]!; }
      if (isHashtag) this.#add(hashtagHash(word.hash), VALUES.style);
      this.#add(pairHash(before, word.hash), VALUES.pair);
      before = word.hash;
      onToken?.(i, sums[0]! - negative, sums[1]! - positive);
    }
    this.#add(pairHash(before, END), VALUES.pair);
  }

  #add(hash: number, value: number): void {
    const slot = slotOf(hash);
    this.#sums[0]! += this.#values[this.#weights[slot]! + 128]! * value;
    this.#sums[1]! += this.#values[this.#weights[slot + 1]! + 128]! * value;
    this.#sums[2]! += value * value;
  }

  /** The sums of a word's own features, then those of its negation. */
  #read(word: Word): readonly number[] {
    const weights = this.#weights;
    const values = this.#values;
    const gram = VALUES.grams;
    let negative = values[weights[slotOf(word.hash)]! + 128]! * VALUES.word;
    let positive = values[weights[slotOf(word.hash) + 1]! + 128]! * VALUES.word;
    let squares = VALUES.word * VALUES.word;
    const count = word.hasGrams ? writeGrams(word.text, grams) : 0;
    for (let i = 0; i < count; i++) {
      const slot = slotOf(grams[i]!);
      negative += values[weights[slot]! + 128]! * gram;
      positive += values[weights[slot + 1]! + 128]! * gram;
      squares += gram * gram;
    }
    const negated = slotOf(negatedHash(word.hash));
    word.reader = this;
    return word.weights = [
      negative,
      positive,
      squares,
      values[weights[negated]! + 128]! * VALUES.negated,
      values[weights[negated + 1]! + 128]! * VALUES.negated,
      VALUES.negated * VALUES.negated,
    ];
  }
}

/** Of the word at hand. */
const grams = new Uint32Array(MAX_GRAMS);

/** Where the weights of a feature are. */
function slotOf(hash: number): number {
  return (hash >>> (32 - BITS)) * 2;
}

/** Weights are stored by their square root, so that small ones keep their precision. */
function decodingTable(max: number): Float64Array {
  return Float64Array.from({ length: 256 }, (_, i) => {
    const share = (i - 128) / 127;
    return share * Math.abs(share) * max;
  });
}

/** The byte for a weight. */
export function encodeWeight(weight: number, max: number): number {
  return Math.round(127 * Math.sqrt(Math.abs(weight) / max)) *
    Math.sign(weight);
}
