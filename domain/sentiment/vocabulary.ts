import { TOKEN_CHARACTER } from "../text/tokens.ts";
import { wordHash } from "./features.ts";
import { LEXICON } from "./lexicon.ts";
import { APOSTROPHE, foldWord, isNegator, shorten } from "./words.ts";

/** What scoring knows of a word or a symbol, whatever the text around it. */
export interface Word {
  /** As the model spells it: folded, of a letter at most two in a row; `<n>` for a number. */
  readonly text: string;
  readonly hash: number;
  /** Whether its groups of characters are features too. */
  readonly hasGrams: boolean;
  /** More than two letters, all of them capitals. */
  readonly isShouted: boolean;
  readonly isElongated: boolean;
  readonly negates: boolean;
  /** In a script that the model was not trained on. */
  readonly isForeign: boolean;
  /** Folded forms, any of which may be a topic's own word; see {@linkcode namesOf}. */
  readonly names: readonly string[];
  /** Its words as the lexicon has them: `hero's` holds two, `don't` is one. */
  readonly parts: readonly WordPart[];
  /** The word of the lexicon's view, where there is one, without a score. */
  readonly plain: string | null;
  /** Sums of the weights of its own features, as the `reader` left them here. */
  weights: readonly number[] | null;
  reader: object | null;
}

/** A part of a word, in UTF-16 units of the word. */
export interface WordPart {
  /** As the lexicon spells it. */
  readonly word: string;
  readonly from: number;
  readonly to: number;
  /** Of the lexicon; 0 if it has none. */
  readonly score: number;
  readonly names: readonly string[];
  /** As `'s` or `l'`: says nothing of whose word it is. */
  readonly isAffix: boolean;
}

/** Words that are remembered; then all are forgotten at once. */
const MAX_KNOWN = 50_000;

/** UTF-16 units; longer words are not remembered. */
const MAX_LENGTH = 64;

const words = new Map<string, Word>();
const symbols = new Map<string, Word>();

/** The word with a spelling. */
export function wordOf(written: string): Word {
  const known = words.get(written);
  if (known) return known;
  const word = createWord(written);
  // A slice would keep the text that it was cut from.
  const key = written.length > 12 ? ` ${written}`.slice(1) : written;
  if (written.length <= MAX_LENGTH) remember(words, key, word);
  return word;
}

/** The symbol, emoji or placeholder with a spelling. */
export function symbolOf(text: string): Word {
  const known = symbols.get(text);
  if (known) return known;
  const word = { ...SYMBOL, text, hash: wordHash(text) };
  remember(symbols, text, word);
  return word;
}

function remember(cache: Map<string, Word>, key: string, word: Word): void {
  if (cache.size >= MAX_KNOWN) cache.clear();
  cache.set(key, word);
}

const SYMBOL: Omit<Word, "text" | "hash"> = {
  hasGrams: false,
  isShouted: false,
  isElongated: false,
  negates: false,
  isForeign: false,
  names: [],
  parts: [],
  plain: null,
  weights: null,
  reader: null,
};

const NUMBER = /^\p{Nd}+$/u;
const READ_SCRIPT = /[\p{scx=Latin}\p{scx=Arabic}\p{scx=Devanagari}]/u;

function createWord(written: string): Word {
  return isUsual(written) ? createUsual(written) : createUnusual(written);
}

/** Most words: letters and digits of ASCII, a letter first, none three times in a row. */
function isUsual(written: string): boolean {
  let [before, repeats] = [0, 0];
  for (let at = 0; at < written.length; at++) {
    const code = written.charCodeAt(at);
    const letter = code | 32;
    const isLetter = letter >= 97 && letter <= 122;
    if (!isLetter && (code < 48 || code > 57 || at === 0)) return false;
    repeats = letter === before ? repeats + 1 : 0;
    if (isLetter && repeats === 2) return false;
    before = letter;
  }
  return true;
}

/** As {@linkcode createUnusual} would, without a closer look. */
function createUsual(written: string): Word {
  const text = written.toLowerCase();
  const names = [text];
  const score = LEXICON.get(text) ?? 0;
  const to = written.length;
  return {
    text,
    hash: wordHash(text),
    hasGrams: true,
    isShouted: text !== written && isShouted(written),
    isElongated: false,
    negates: isNegator(text) || WEAK_NEGATORS.has(text),
    isForeign: false,
    names,
    parts: [{ word: text, from: 0, to, score, names, isAffix: false }],
    plain: score === 0 ? text : null,
    weights: null,
    reader: null,
  };
}

function createUnusual(written: string): Word {
  const folded = foldWord(written);
  const names = namesOf(folded);
  const short = names[1] ?? folded;
  const parts = JOINED.test(written)
    ? partsOf(written)
    : [partOf(names, 0, written.length, false)];
  const isNumber = NUMBER.test(written);
  const text = isNumber ? "<n>" : short;
  return {
    text,
    hash: wordHash(text),
    hasGrams: !isNumber,
    isShouted: isShouted(written),
    isElongated: short !== folded,
    negates: isNegator(short) || WEAK_NEGATORS.has(short),
    isForeign: /\p{L}/u.test(written) && !READ_SCRIPT.test(written),
    names,
    parts,
    plain: parts.length === 1 && parts[0]!.score === 0 ? parts[0]!.word : null,
    weights: null,
    reader: null,
  };
}

/** Negators to the model only. */
const WEAK_NEGATORS: ReadonlySet<string> = new Set(["hardly", "barely"]);

function isShouted(written: string): boolean {
  return written.length > 2 && written === written.toUpperCase() &&
    written !== written.toLowerCase();
}

/** A folded word, and if it has a letter three times in a row, that with two and with one of it. */
function namesOf(folded: string): string[] {
  const twice = shorten(folded, "$1$1");
  return twice === folded ? [folded] : [folded, twice, shorten(folded, "$1")];
}

const LETTERS = String.raw`[${TOKEN_CHARACTER}--_]`;
const PART = new RegExp(
  `${LETTERS}+(?:${APOSTROPHE}[tT](?!${TOKEN_CHARACTER}))?`,
  "gv",
);
/** A word without these is one part. */
const JOINED = new RegExp(`_|${APOSTROPHE}`);

const AFFIX_BEHIND = new RegExp(`${APOSTROPHE}$`, "v");
const ELISIONS = /^(?:[cdjlmnst]|qu)$/;
const AFFIXES: ReadonlySet<string> = new Set(["s", "ll", "re", "ve", "d", "m"]);

function partsOf(written: string): WordPart[] {
  return Array.from(written.matchAll(PART), ({ 0: part, index: from }) => {
    const to = from + part.length;
    const folded = foldWord(part);
    const isAffix = isAffixOf(written, folded, from, to);
    return partOf(namesOf(folded), from, to, isAffix);
  });
}

function partOf(
  names: readonly string[],
  from: number,
  to: number,
  isAffix: boolean,
): WordPart {
  const word = names.find((name) => LEXICON.has(name)) ?? names[0]!;
  const score = LEXICON.get(word) ?? 0;
  return { word, from, to, score, names, isAffix };
}

function isAffixOf(
  written: string,
  folded: string,
  from: number,
  to: number,
): boolean {
  const isBehind = AFFIX_BEHIND.test(written.slice(0, from));
  const isBefore = AFFIX_BEHIND.test(written.slice(to, to + 1));
  return isBehind && AFFIXES.has(folded) || isBefore && ELISIONS.test(folded);
}

/** Whether a word has one form and one part, which is the whole of it. */
export function isSimple(
  { names, parts }: Pick<Word, "names" | "parts">,
): boolean {
  return names.length === 1 && parts.length === 1 &&
    parts[0]!.word === names[0];
}

/** Which of a word's parts are a topic's own: of a possessive all, if its name is. */
export function ownPartsOf(
  { names, parts }: Word,
  own: ReadonlySet<string>,
): "all" | "some" | "none" {
  if (isSimple({ names, parts })) return own.has(names[0]!) ? "all" : "none";
  if (names.some((name) => own.has(name))) return "all";
  if (parts.length < 2) {
    return parts.length === 1 && isOwn(parts[0]!, own) ? "all" : "none";
  }
  const bare = parts.filter((part) => !part.isAffix);
  const told = bare.length > 0 ? bare : parts;
  const count = told.filter((part) => isOwn(part, own)).length;
  return count === 0 ? "none" : count === told.length ? "all" : "some";
}

/** Whether a part is one of a topic's own words. */
export function isOwn(
  { names, word }: WordPart,
  own: ReadonlySet<string>,
): boolean {
  return own.has(word) || names.some((name) => own.has(name));
}
