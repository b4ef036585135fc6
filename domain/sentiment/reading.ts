import type { Mark, Term } from "../post/post.ts";
import { TOKEN_CHARACTER, withoutSelectors } from "../text/tokens.ts";
import { emojiScore, LEXICON } from "./lexicon.ts";
import { scanText, type TokenKind } from "./scanner.ts";
import { findTerm } from "./terms.ts";
import {
  isOwn,
  isSimple,
  ownPartsOf,
  symbolOf,
  type Word,
  wordOf,
} from "./vocabulary.ts";
import {
  BREAK,
  foldWord,
  scoreInContext,
  toLexiconForm,
  withNegation,
} from "./words.ts";

/** A word or symbol of a text, as the model sees it. */
export interface ModelToken {
  readonly word: Word;
  readonly isHashtag: boolean;
  /** Whether it is in the reach of a negator. */
  readonly isNegated: boolean;
  readonly from: number;
  readonly to: number;
}

/** A text as it was read once, for the lexicon, for the model and for its terms. */
export interface Reading {
  /** What the model sees. */
  readonly seen: readonly ModelToken[];
  /** Words in capitals, and words with a letter three or more times in a row. */
  readonly shouted: number;
  readonly elongated: number;
  /** UTF-16 units of words in scripts that the model knows, and in others. */
  readonly readable: number;
  readonly foreign: number;
  /** Sum of the marks' scores. */
  readonly score: number;
  /** Words of the lexicon that count for the text, in order; negated ones as `not angry`. */
  readonly positive: string[];
  readonly negative: string[];
  readonly marks: Mark[];
  /** Hashtags, mentions, links and emoji, in order, with repetitions. */
  readonly terms: Term[];
}

/** Reads a text; the folded words and emoji of `own` are read as mentions are: not at all. */
export function readText(text: string, own: ReadonlySet<string>): Reading {
  const reader = new Reader(text, own);
  scanText(text, (kind, piece, from, to) => reader.take(kind, piece, from, to));
  return reader;
}

/** Words behind a negator that it reaches; the model's, which is not {@linkcode scoreInContext}'s. */
const REACH = 4;

/** Punctuation that ends a negator's reach; for the lexicon, so do these. */
const ENDS_REACH = new Set([",", ";", ":", ".", "!", "?"]
  .concat(["...", "!!", "??", "?!"]));
const ENDS_PHRASE = ENDS_REACH.union(new Set(["—", "\n"]));

/** Neither a flag, nor a keycap, nor a lone skin tone. */
const PICTURE = /^\p{Extended_Pictographic}/u;

const HYPHEN = 45;

/** Bounded, so that each word costs a limited time. */
const COMPOUND_AT = new RegExp(
  String.raw`${TOKEN_CHARACTER}{1,24}(?:-${TOKEN_CHARACTER}{1,24}){1,4}` +
    String.raw`(?!-?${TOKEN_CHARACTER})`,
  "vy",
);

class Reader implements Reading {
  readonly seen: ModelToken[] = [];
  readonly positive: string[] = [];
  readonly negative: string[] = [];
  readonly marks: Mark[] = [];
  readonly terms: Term[] = [];
  shouted = 0;
  elongated = 0;
  readable = 0;
  foreign = 0;
  score = 0;
  readonly #text: string;
  readonly #own: ReadonlySet<string>;
  readonly #hasOwn: boolean;
  readonly #hasOwnCompound: boolean;
  /** Words of the lexicon's view, and {@linkcode BREAK}s. */
  readonly #phrase: string[] = [];
  /** Words that the last negator still reaches. */
  #reach = 0;
  /** Where a compound ends whose words were counted as one already. */
  #compoundEnd = 0;
  /** Where a compound ends that is the topic's own. */
  #ownEnd = 0;

  constructor(text: string, own: ReadonlySet<string>) {
    this.#text = text;
    this.#own = own;
    this.#hasOwn = own.size > 0;
    this.#hasOwnCompound = this.#hasOwn &&
      own.values().some((word) => word.includes("-"));
  }

  take(kind: TokenKind, text: string, from: number, to: number): void {
    switch (kind) {
      case "word":
        this.#takeWord(text, from, to, false);
        break;
      case "mark":
        this.#takeMark(text, from, to);
        break;
      case "hashtag":
        this.#takeTerm(kind, text);
        this.#takeWord(text, from, to, true);
        break;
      case "emoji":
        this.#takeTerm(kind, text);
        this.#takeEmoji(text, from, to);
        break;
      case "smiley":
        this.#takeEmoji(text, from, to);
        break;
      case "face":
        this.#see(symbolOf(text), from, to);
        break;
      default:
        this.#takeTerm(kind, text);
        this.#phrase.push(BREAK);
    }
  }

  #takeTerm(kind: TokenKind, text: string): void {
    const term = findTerm(kind, text);
    if (term) this.terms.push(term);
  }

  #see(word: Word, from: number, to: number, isHashtag = false): void {
    if (!word.hasGrams) {
      this.seen.push({ word, isHashtag, isNegated: false, from, to });
      return;
    }
    const isNegated = this.#reach > 0 && !word.negates;
    this.seen.push({ word, isHashtag, isNegated, from, to });
    if (word.negates) this.#reach = REACH;
    else if (isNegated) this.#reach--;
  }

  #takeMark(text: string, from: number, to: number): void {
    if (ENDS_PHRASE.has(text)) this.#phrase.push(BREAK);
    if (text === "\n" || from < this.#ownEnd) return;
    if (ENDS_REACH.has(text)) this.#reach = 0;
    this.#see(symbolOf(text), from, to);
  }

  #takeEmoji(text: string, from: number, to: number): void {
    const first = String.fromCodePoint(text.codePointAt(0)!);
    const isOwn = this.#hasOwn &&
      (this.#own.has(first) || this.#own.has(withoutSelectors(text)));
    if (isOwn || !PICTURE.test(first)) {
      this.#phrase.push(BREAK);
      return;
    }
    this.#see(symbolOf(first), from, to);
    this.#count(first, emojiScore(first), from, to);
  }

  #takeWord(text: string, from: number, to: number, isHashtag: boolean): void {
    if (this.#hasOwnCompound) this.#findOwnCompound(from);
    const word = wordOf(text);
    const own = from < this.#ownEnd
      ? "all"
      : this.#hasOwn
      ? ownPartsOf(word, this.#own)
      : "none";
    if (own === "all") {
      this.#phrase.push(BREAK);
      return;
    }
    if (own === "some") this.#seeParts(word, text, from);
    else this.#seeWord(word, from, to, isHashtag);
    if (from < this.#compoundEnd) return;
    if (this.#text.charCodeAt(to) !== HYPHEN || !this.#takeCompound(from)) {
      this.#countParts(word, from);
    }
  }

  #seeWord(word: Word, from: number, to: number, isHashtag: boolean): void {
    if (word.isForeign) {
      this.foreign += to - from;
      return;
    }
    this.readable += to - from;
    if (word.isShouted) this.shouted++;
    if (word.isElongated) this.elongated++;
    this.#see(word, from, to, isHashtag);
  }

  /** Of `real_trump`, only one is the topic's own. */
  #seeParts({ parts }: Word, text: string, start: number): void {
    for (const part of parts) {
      if (part.isAffix) continue;
      const from = start + part.from;
      const to = start + part.to;
      if (isOwn(part, this.#own)) continue;
      const word = wordOf(text.slice(part.from, part.to));
      this.#seeWord(word, from, to, false);
    }
  }

  /** Counts a word that is not wholly the topic's own. */
  #countParts(whole: Word, start: number): void {
    const { parts, plain } = whole;
    if (plain !== null && (!this.#hasOwn || isSimple(whole))) {
      this.#phrase.push(plain);
      return;
    }
    for (const part of parts) {
      if (this.#hasOwn && isOwn(part, this.#own)) this.#phrase.push(BREAK);
      else if (part.score === 0) this.#phrase.push(part.word);
      else {
        const { word, score, from, to } = part;
        this.#count(word, score, start + from, start + to);
      }
    }
  }

  /** What is written with hyphens and begins here, as `self-confident`. */
  #compoundAt(from: number): string | undefined {
    if (this.#text.charCodeAt(from - 1) === HYPHEN) return undefined;
    COMPOUND_AT.lastIndex = from;
    return COMPOUND_AT.exec(this.#text)?.[0];
  }

  #findOwnCompound(from: number): void {
    const written = this.#compoundAt(from);
    if (written && this.#own.has(toLexiconForm(foldWord(written)))) {
      this.#ownEnd = from + written.length;
    }
  }

  /** Counts a word of the lexicon that is written with hyphens. */
  #takeCompound(from: number): boolean {
    const written = this.#compoundAt(from);
    if (written === undefined) return false;
    const word = toLexiconForm(foldWord(written));
    const isOwn = written.split("-").some((part) =>
      ownPartsOf(wordOf(part), this.#own) !== "none"
    );
    const score = LEXICON.get(word);
    if (score === undefined || isOwn) return false;
    this.#compoundEnd = from + written.length;
    this.#count(word, score, from, this.#compoundEnd);
    return true;
  }

  #count(word: string, value: number, from: number, to: number): void {
    const phrase = this.#phrase;
    phrase.push(word);
    if (value === 0) return;
    const score = scoreInContext(phrase, phrase.length - 1, value);
    if (score === 0) return;
    const listed = score === value ? word : withNegation(word);
    (score > 0 ? this.positive : this.negative).push(listed);
    this.marks.push([from, to, score]);
    this.score += score;
  }
}
