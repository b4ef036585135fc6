import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  BITS,
  eachGram,
  END,
  type FeatureGroup,
  hashtagHash,
  LEXICON_VALUE,
  lexiconRows,
  type LexiconSums,
  negatedHash,
  pairHash,
  SCALE,
  START,
  styleHashes,
  VALUES,
} from "./features.ts";
import file from "./model.json" with { type: "json" };
import type { Reading } from "./reading.ts";
import type { Word, WordWeights } from "./vocabulary.ts";

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
    if (word.hasGrams) eachGram(word.text, (hash) => emit("grams", hash));
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
  readonly dev: Readonly<
    Record<string, { readonly macroF1: number; readonly macroRecall: number }>
  >;
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
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== MODEL_FILE.sha256) {
    throw new Error(
      `Cannot read domain/sentiment/model.bin: its SHA-256 is ${sha256}, ` +
        `model.json has ${MODEL_FILE.sha256}`,
    );
  }
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Sums of weights: towards negative and towards positive, and of squared values. */
interface Sums {
  negative: number;
  positive: number;
  squares: number;
}

/** What one token adds. */
export type OnToken = (
  index: number,
  negative: number,
  positive: number,
) => void;

/** The trained weights. Two signed bytes a slot: towards negative, and towards positive. */
export class Model {
  readonly #weights: Int8Array;
  readonly #values: Float64Array;
  readonly #parameters: ModelParameters;

  constructor(weights: Int8Array, parameters: ModelParameters) {
    this.#weights = weights;
    this.#parameters = parameters;
    this.#values = decodingTable(parameters.max);
  }

  /** Logits of negative and positive against neutral. */
  logitsOf(reading: Reading, language: string, onToken?: OnToken): Pair {
    const sums = { negative: 0, positive: 0, squares: 1e-9 };
    this.#addTokens(sums, reading, onToken);
    for (const hash of styleHashes(styleOf(reading))) {
      this.#add(sums, hash, VALUES.style);
    }
    const scale = SCALE / Math.sqrt(sums.squares);
    let negative = sums.negative * scale;
    let positive = sums.positive * scale;
    const { biases, lexicon, temperature } = this.#parameters;
    for (const row of lexiconRows(lexiconSums(reading))) {
      negative += lexicon[row]![0] * LEXICON_VALUE;
      positive += lexicon[row]![1] * LEXICON_VALUE;
    }
    const bias = biases[language]!;
    return [
      (negative + bias[0]) / temperature,
      (positive + bias[1]) / temperature,
    ];
  }

  #addTokens(sums: Sums, { seen }: Reading, onToken?: OnToken): void {
    let before = START;
    for (let i = 0; i < seen.length; i++) {
      const { word, isHashtag, isNegated } = seen[i]!;
      const { negative, positive } = sums;
      const own = word.weights?.model === this
        ? word.weights
        : word.weights = this.#read(word);
      sums.negative += own.negative;
      sums.positive += own.positive;
      sums.squares += own.squares;
      if (isNegated) {
        sums.negative += own.negatedNegative;
        sums.positive += own.negatedPositive;
        sums.squares += VALUES.negated ** 2;
      }
      if (isHashtag) this.#add(sums, hashtagHash(word.hash), VALUES.style);
      this.#add(sums, pairHash(before, word.hash), VALUES.pair);
      before = word.hash;
      onToken?.(i, sums.negative - negative, sums.positive - positive);
    }
    this.#add(sums, pairHash(before, END), VALUES.pair);
  }

  #add(sums: Sums, hash: number, value: number): void {
    const slot = (hash >>> (32 - BITS)) * 2;
    sums.negative += this.#values[this.#weights[slot]! + 128]! * value;
    sums.positive += this.#values[this.#weights[slot + 1]! + 128]! * value;
    sums.squares += value * value;
  }

  #read(word: Word): WordWeights {
    const sums = { negative: 0, positive: 0, squares: 0 };
    this.#add(sums, word.hash, VALUES.word);
    if (word.hasGrams) {
      eachGram(word.text, (hash) => this.#add(sums, hash, VALUES.grams));
    }
    const negated = { negative: 0, positive: 0, squares: 0 };
    this.#add(negated, negatedHash(word.hash), VALUES.negated);
    return {
      model: this,
      ...sums,
      negatedNegative: negated.negative,
      negatedPositive: negated.positive,
    };
  }
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
