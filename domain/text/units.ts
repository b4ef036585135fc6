import { TOKEN_CHARACTER } from "./tokens.ts";

// Scripts whose words are written without spaces between them. Their digits are
// words as elsewhere; the prolonged sound mark belongs to two of them.
const UNSPACED = `[[${
  "Han Hiragana Katakana Bopomofo Yi Thai Lao Khmer Myanmar Tai_Le New_Tai_Lue Tai_Tham Tai_Viet Javanese Balinese"
    .split(" ").map((script) => String.raw`\p{sc=${script}}`).join("")
}ー]&&[\\p{L}〇]]`;
const HANGUL = String.raw`[\p{sc=Hangul}&&\p{L}]`;
const MARK = String.raw`[[\p{M}\u200C\u200D]--[\u{FE0E}\u{FE0F}]]`;

/** Thai and Lao vowels that belong to the letter before; signs that stack the next letter below. */
const JOINED = String.raw`[\u0E33\u0EB3]|[\u1039\u17D2]${UNSPACED}`;

/** What a reader sees as one letter. */
const LETTER = new RegExp(`${UNSPACED}(?:${JOINED}|${MARK})*`, "gv");

/** Whether some letters of a run may consist of several characters. */
const MAYBE_JOINED = /[\p{M}\u200C\u200D\u0E33\u0EB3]/v;

/** Its groups have no names: an object for each match would take half of the time. */
const RUN = new RegExp(
  [
    `((?:${UNSPACED}(?:${JOINED}|${MARK})*)+)`,
    `(${HANGUL}(?:${HANGUL}|${MARK})*)`,
    `[${TOKEN_CHARACTER}--[${UNSPACED}${HANGUL}]]+`,
  ].join("|"),
  "gv",
);

/** A rough test, since most texts have neither: a few letters more do no harm. */
const MAYBE_SPECIAL =
  /[\u0E00-\u0EFF\u1000-\u109F\u1100-\u11FF\u1780-\u1AFF\u1B00-\u1B7F\u2E80-\uABFF\uAC00-\uD7FF\uD82B\uD82C\uD840-\uD8FF\uF900-\uFAFF]/;

/** What may stand between two letters of one word: a place where a line can break. */
const BREAK = /^[\u200B\u2060]+$/;

/**
 * A text as units that are compared as a whole: words; in scripts without spaces,
 * what a reader sees as one letter; and runs of Hangul, of which the beginning counts.
 */
export interface Units {
  readonly texts: readonly string[];
  /** The indexes of `texts` that begin a word: something else than a unit stands before them. */
  readonly starts: ReadonlySet<number>;
  readonly distinct: ReadonlySet<string>;
  /** The units of Hangul. */
  readonly hangul: readonly string[];
}

/** The units of a folded text; null if it has no script without spaces and no Hangul: then its tokens are. */
export function unitsOf(folded: string): Units | null {
  if (!MAYBE_SPECIAL.test(folded)) return null;
  const texts: string[] = [];
  const starts = new Set<number>();
  const hangul: string[] = [];
  let isSpecial = false;
  let end = -1;
  let isUnspaced = false;
  for (const match of folded.matchAll(RUN)) {
    const [text, unspaced, ofHangul] = match;
    const { index } = match;
    const isGlued = index === end ||
      (isUnspaced && unspaced !== undefined &&
        BREAK.test(folded.slice(end, index)));
    if (!isGlued) starts.add(texts.length);
    if (unspaced !== undefined) addLetters(texts, unspaced);
    else texts.push(text);
    if (ofHangul !== undefined) hangul.push(text);
    isUnspaced = unspaced !== undefined;
    isSpecial ||= isUnspaced || ofHangul !== undefined;
    end = index + text.length;
  }
  return isSpecial ? { texts, starts, distinct: new Set(texts), hangul } : null;
}

function addLetters(texts: string[], run: string): void {
  const letters = MAYBE_JOINED.test(run) ? run.match(LETTER)! : run;
  for (const letter of letters) texts.push(letter);
}

/** Folded words of a query. */
type QueryWords = { readonly word: string } | {
  readonly words: readonly string[];
};

/** One bit for each unit of a pattern. */
type Bits = Uint32Array;

/** Words of a query, one directly after the other, as they are looked for in {@linkcode Units}. */
interface Pattern {
  readonly length: number;
  /** Where words begin. */
  readonly starts: Bits;
  /** By unit, where it stands. */
  readonly places: ReadonlyMap<string, Bits>;
  /** The same for Hangul at the end of a word: there its beginning is enough. */
  readonly beginnings: ReadonlyMap<string, Bits>;
}

const patterns = new WeakMap<QueryWords, Pattern>();

/**
 * Whether the words of a query stand in a text, one directly after the other.
 *
 * A word in a script without spaces may stand inside a run of it, a word of Hangul
 * at the beginning of one, for particles follow it. Other words stand alone.
 */
export function holdsWords(query: QueryWords, units: Units): boolean {
  let pattern = patterns.get(query);
  if (pattern === undefined) {
    pattern = toPattern("word" in query ? [query.word] : query.words);
    patterns.set(query, pattern);
  }
  for (const text of pattern.places.keys()) {
    if (!units.distinct.has(text)) return false;
  }
  for (const text of pattern.beginnings.keys()) {
    if (!units.hangul.some((it) => it.startsWith(text))) return false;
  }
  return holdsPattern(pattern, units);
}

/** Follows all beginnings of a pattern at once (shift-and): the time is linear even where units repeat. */
function holdsPattern(pattern: Pattern, units: Units): boolean {
  const { length, starts, places, beginnings } = pattern;
  const size = starts.length;
  const [last, lastBit] = [size - 1, 1 << ((length - 1) & 31)];
  const reached = new Uint32Array(size);
  const fits = new Uint32Array(size);
  for (const [at, unit] of units.texts.entries()) {
    const exact = places.get(unit);
    if (exact) fits.set(exact);
    else fits.fill(0);
    for (const [text, bits] of beginnings) {
      if (!unit.startsWith(text)) continue;
      for (let i = 0; i < size; i++) fits[i]! |= bits[i]!;
    }
    const isStart = units.starts.has(at);
    let carry = 1;
    for (let i = 0; i < size; i++) {
      const before = reached[i]!;
      const next = ((before << 1) | carry) & fits[i]!;
      reached[i] = isStart ? next & starts[i]! : next;
      carry = before >>> 31;
    }
    if ((reached[last]! & lastBit) !== 0) return true;
  }
  return false;
}

function toPattern(words: readonly string[]): Pattern {
  const parts = words.map((word): Pick<Units, "texts" | "hangul"> =>
    unitsOf(word) ?? { texts: [word], hangul: [] }
  );
  const length = parts.reduce((sum, { texts }) => sum + texts.length, 0);
  const places = new Map<string, Bits>();
  const beginnings = new Map<string, Bits>();
  const bits = () => new Uint32Array(Math.ceil(length / 32));
  const starts = bits();
  let at = 0;
  for (const { texts, hangul } of parts) {
    set(starts, at);
    for (const [i, text] of texts.entries()) {
      const isBeginning = i === texts.length - 1 && hangul.includes(text);
      const map = isBeginning ? beginnings : places;
      const all = map.get(text) ?? bits();
      map.set(text, all);
      set(all, at++);
    }
  }
  return { length, starts, places, beginnings };
}

function set(bits: Bits, at: number): void {
  bits[at >> 5]! |= 1 << (at & 31);
}
