// Features are 32-bit hashes: FNV-1a over UTF-16 units, mixed by the finalizer of
// MurmurHash3. The trainer and the run time share them: a change here needs a new model.

/** Bits of a hash that choose a feature's slot. */
export const BITS = 18;

/** Values of features by group, before they are scaled to one length. */
export const VALUES = {
  word: 1,
  pair: 0.7,
  grams: 0.3,
  style: 0.5,
  negated: 0.7,
} as const;

/** A group of features. */
export type FeatureGroup = keyof typeof VALUES;

/** The length to which the values of a text's features are scaled. */
export const SCALE = 3;

/** The value of each of the lexicon's features; they are not scaled. */
export const LEXICON_VALUE = 0.7;

/** Rows of the lexicon's table; see {@linkcode lexiconRows}. */
export const LEXICON_ROWS = 64;

const WORD_SEED = 0x811c9dc5;
const GRAM_SEED = 0x1b56c4e9;
const STYLE_SEED = 0x7feb352d;
const PRIME = 0x01000193;

/** FNV-1a of a text. */
export function fnv(text: string, seed = WORD_SEED): number {
  let hash = seed;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  }
  return hash;
}

/** Mixes a hash, so that its upper bits are as good as its lower ones. */
export function finish(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The hash of a word or symbol. */
export function wordHash(text: string): number {
  return finish(fnv(text));
}

/** Stand before the first token and behind the last. */
export const START: number = wordHash("<s>");
export const END: number = wordHash("</s>");

/** Two tokens in a row. */
export function pairHash(first: number, second: number): number {
  return finish(Math.imul(first, 0x9e3779b1) + second);
}

/** A word behind a negator. */
export function negatedHash(word: number): number {
  return finish(word ^ 0x5bd1e995);
}

/** A word that is a hashtag. */
export function hashtagHash(word: number): number {
  return finish(word ^ 0x23);
}

const MAX_GRAM_LENGTH = 29;

/** More than the groups that a word has. */
export const MAX_GRAMS = 3 * MAX_GRAM_LENGTH;

/**
 * Writes the groups of 3 to 5 characters of a word and its edges to `grams`, if
 * it has 3 to 29 characters; returns how many they are.
 */
export function writeGrams(word: string, grams: Uint32Array): number {
  const end = word.length + 2;
  if (end < 5 || end > MAX_GRAM_LENGTH + 2) return 0;
  let count = 0;
  for (let from = 0; from + 3 <= end; from++) {
    let hash = GRAM_SEED;
    const to = Math.min(from + 5, end);
    for (let at = from; at < to; at++) {
      const isEdge = at === 0 || at === end - 1;
      const code = isEdge ? EDGE : word.charCodeAt(at - 1);
      hash = Math.imul(hash ^ code, PRIME);
      if (at >= from + 2) grams[count++] = finish(hash);
    }
  }
  return count;
}

/** `_`, which stands before a word and behind it. */
const EDGE = 95;

/** What is counted of a text besides its words. */
export interface Style {
  /** Words in capitals. */
  readonly shouted: number;
  /** Words with a letter three or more times in a row. */
  readonly elongated: number;
  readonly tokens: number;
}

const styleHash = (name: string) => finish(fnv(name, STYLE_SEED));
const SHOUTED = [0, 1, 2, 3].map((count) => styleHash(`CAPS${count}`));
const ELONGATED = [0, 1, 2].map((count) => styleHash(`EL${count}`));
const LENGTHS = [0, 1, 2, 3].map((count) => styleHash(`LEN${count}`));
const CONSTANT = styleHash("B");

/** The features of a text's style: always four. */
export function styleHashes(
  { shouted, elongated, tokens }: Style,
): readonly number[] {
  const length = tokens < 6 ? 0 : tokens < 12 ? 1 : tokens < 20 ? 2 : 3;
  return [
    SHOUTED[Math.min(shouted, 3)]!,
    ELONGATED[Math.min(elongated, 2)]!,
    LENGTHS[length]!,
    CONSTANT,
  ];
}

/** What the lexicon says of a text. */
export interface LexiconSums {
  /** Sum of the scores. */
  readonly score: number;
  readonly positive: number;
  readonly negative: number;
  /** The score of the last word that has one; else 0. */
  readonly last: number;
}

/** Rows of the lexicon's table that hold for a text: always five. */
export function lexiconRows(
  { score, positive, negative, last }: LexiconSums,
): readonly number[] {
  return [
    clip(score, -7, 7) + 7,
    clip(positive, 0, 4) + 16,
    clip(negative, 0, 4) + 22,
    clip(last, -5, 5) + 33,
    clip(positive, 0, 2) * 3 + clip(negative, 0, 2) + 40,
  ];
}

function clip(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(max, value));
}
