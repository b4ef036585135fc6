import { TOKEN_CHARACTER } from "../text/tokens.ts";
import { wordHash } from "./features.ts";
import { LEXICON } from "./lexicon.ts";
import {
  APOSTROPHE,
  foldWord,
  isNegator,
  shorten,
  toLexiconForm,
} from "./words.ts";

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
  /** Folded forms, any of which may be a topic's own word. */
  readonly names: readonly string[];
  /** Its words as the lexicon has them: `hero's` holds two, `don't` is one. */
  readonly parts: readonly WordPart[];
  /** The word of the lexicon's view, where there is one, without a score. */
  readonly plain: string | null;
  /** Sums of the weights of its own features, as the `reader` left them here. */
  weights: Float64Array | null;
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
  const folded = foldWord(written);
  const short = shorten(folded, "$1$1");
  const parts = partsOf(written, folded);
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
    names: namesOf(folded),
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

function namesOf(folded: string): string[] {
  const [twice, once] = [shorten(folded, "$1$1"), shorten(folded, "$1")];
  return twice === folded ? [folded] : [folded, twice, once];
}

const LETTERS = String.raw`[${TOKEN_CHARACTER}--_]`;
const PART = new RegExp(
  `${LETTERS}+(?:${APOSTROPHE}[tT](?!${TOKEN_CHARACTER}))?`,
  "gv",
);
const AFFIX_BEHIND = new RegExp(`${APOSTROPHE}$`, "v");
const ELISIONS = /^(?:[cdjlmnst]|qu)$/;
const AFFIXES: ReadonlySet<string> = new Set(["s", "ll", "re", "ve", "d", "m"]);

/** Most words: one part, and in no need of a closer look. */
const PLAIN = /^[A-Za-z]+$/;

function partsOf(written: string, folded: string): WordPart[] {
  if (PLAIN.test(written)) {
    return [partOf(folded, 0, written.length, false)];
  }
  return Array.from(written.matchAll(PART), ({ 0: part, index: from }) => {
    const to = from + part.length;
    const folded = foldWord(part);
    return partOf(folded, from, to, isAffix(folded, written, from, to));
  });
}

function partOf(
  folded: string,
  from: number,
  to: number,
  isAffix: boolean,
): WordPart {
  const word = toLexiconForm(folded);
  const score = LEXICON.get(word) ?? 0;
  return { word, from, to, score, names: namesOf(folded), isAffix };
}

function isAffix(
  folded: string,
  written: string,
  from: number,
  to: number,
): boolean {
  const isBehind = AFFIX_BEHIND.test(written.slice(0, from));
  const isBefore = AFFIX_BEHIND.test(written.slice(to, to + 1));
  return isBehind && AFFIXES.has(folded) || isBefore && ELISIONS.test(folded);
}

/** Which of a word's parts are a topic's own: of a possessive all, if its name is. */
export function ownPartsOf(
  { names, parts }: Word,
  own: ReadonlySet<string>,
): "all" | "some" | "none" {
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
