import { EMOJI, LINK, MENTION } from "../text/entities.ts";
import { TOKEN_CHARACTER } from "../text/tokens.ts";
import {
  classAt,
  endOfRun,
  isWordAt,
  isWordBefore,
  MARK,
  PICTURE,
  SIGN,
  STOP,
  WORD,
} from "./characters.ts";
import { findFace } from "./faces.ts";
import { readSmiley, SMILEY } from "./words.ts";

/** What a piece of a text is; `address` is an address without a scheme, as `bob@example.com`. */
export type TokenKind =
  | "word"
  | "hashtag"
  | "cashtag"
  | "mention"
  | "link"
  | "address"
  | "emoji"
  | "smiley"
  | "face"
  | "mark";

/**
 * Takes a piece of a text: as written, but of a hashtag without its sign, of a
 * smiley the emoji that it stands for, of a face and of punctuation one spelling
 * for all that mean the same. Its place is in UTF-16 units of the text; that of a
 * hashtag begins behind its sign.
 */
export type Visit = (
  kind: TokenKind,
  text: string,
  from: number,
  to: number,
) => void;

/**
 * Splits a text into words, entities, emoji, smileys and punctuation, in order.
 * Its time is linear in the length of the text.
 */
export function scanText(text: string, visit: Visit): void {
  let at = 0;
  while (at < text.length) {
    switch (classAt(text, at)) {
      case WORD:
        at = scanWord(text, at, visit);
        break;
      case SIGN:
        at = scanSign(text, at, visit);
        break;
      case STOP:
        at = scanStops(text, at, visit);
        break;
      case MARK:
        at = scanMark(text, at, visit);
        break;
      case PICTURE:
        at = skipEmoji(text, at, visit);
        break;
      default:
        at++;
    }
  }
}

const LINK_AT = new RegExp(`${LINK}…?`, "vy");
const MENTION_AT = new RegExp(MENTION, "vy");
const EMOJI_AT = new RegExp(EMOJI, "vy");
const SMILEY_AT = new RegExp(SMILEY, "vy");

/** Where a sticky pattern that begins at `at` ends; `at` if it does not match. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

const APOSTROPHES = "'’‘ʼ＇´`";

/** Top-level domains that are no words. */
const DOMAINS = "com|org|net|gov|edu|info|io|co|tv|ly|uk|de|fr|eu|ca|au|ru|jp";

/** Bounded, so that each word costs a limited time. */
const ADDRESS_AT = new RegExp(
  String.raw`[\w.+\-]{1,64}@[A-Za-z\d\-]{1,63}(?:\.[A-Za-z\d\-]{1,63}){1,4}` +
    String
      .raw`|(?:[A-Za-z\d\-]{1,63}\.){1,4}(?:${DOMAINS})(?![A-Za-z\d_])(?:\/[!#-;=?-~]*)?`,
  "vy",
);
/** Reads a word with its inner apostrophes, or what looks like the start of one. */
function scanWord(text: string, at: number, visit: Visit): number {
  const end = scanSpecialWord(text, at, visit);
  if (end > at) return end;
  const to = endOfWord(text, at);
  const next = text.charCodeAt(to);
  if (next === 46 || next === 64 || next === 43) { // . @ +
    const end = endOf(ADDRESS_AT, text, at);
    if (end > to) {
      visit("address", "", at, end);
      return end;
    }
  }
  visit("word", text.slice(at, to), at, to);
  return to;
}

/** A link, a keycap, or a face that begins with a letter; the position itself if it is none. */
function scanSpecialWord(text: string, at: number, visit: Visit): number {
  const code = text.charCodeAt(at) | 32;
  const next = text.charCodeAt(at + 1);
  const isLink = code === 104 && (next | 32) === 116 ||
    code === 119 && (next | 32) === 119;
  if (isLink) {
    const to = endOf(LINK_AT, text, at);
    if (to > at) {
      visit("link", text.slice(at, to), at, to);
    }
    return to;
  }
  if (next === 0xfe0f || next === 0x20e3) return scanEmoji(text, at, visit);
  const mayBeFace = code === 120 && next === 68 || next === 95 ||
    code === 111 && next === 46;
  return mayBeFace ? scanFace(text, at, visit) : at;
}

function endOfWord(text: string, from: number, joints = APOSTROPHES): number {
  let at = endOfRun(text, from);
  while (joints.includes(text[at] ?? " ") && isWordAt(text, at + 1)) {
    at = endOfRun(text, at + 1);
  }
  return text.startsWith("://", at) ? beforeScheme(text, from, at) : at;
}

/** Text without spaces may run into a link. */
function beforeScheme(text: string, from: number, to: number): number {
  const scheme = /.https?$/i.exec(text.slice(Math.max(from, to - 6), to));
  return scheme ? to - scheme[0].length + 1 : to;
}

function scanSign(text: string, at: number, visit: Visit): number {
  switch (text[at]) {
    case "@":
    case "＠":
      return scanMention(text, at, visit);
    case "$":
      return scanCashtag(text, at, visit);
    case "&":
      return scanReference(text, at, visit);
    default:
      return scanHashtag(text, at, visit);
  }
}

function scanMention(text: string, at: number, visit: Visit): number {
  const to = endOf(MENTION_AT, text, at);
  if (to === at) return at + 1;
  const kind = isWordBefore(text, at) ? "address" : "mention";
  visit(kind, text.slice(at, to), at, to);
  return endOf(POSSESSIVE_AT, text, to);
}

const CASHTAG_AT = new RegExp(
  String
    .raw`\$(?=\p{L})${TOKEN_CHARACTER}+(?:\.[A-Za-z]{1,2}(?!${TOKEN_CHARACTER}))?`,
  "vy",
);

function scanCashtag(text: string, at: number, visit: Visit): number {
  const to = isWordBefore(text, at) ? at : endOf(CASHTAG_AT, text, at);
  if (to === at) return at + 1;
  visit("cashtag", text.slice(at + 1, to), at, to);
  return endOf(POSSESSIVE_AT, text, to);
}

/** Belongs to the name before it: it is no word of its own. */
const POSSESSIVE_AT = new RegExp(`['’][sS](?!${TOKEN_CHARACTER})`, "vy");

function scanHashtag(text: string, at: number, visit: Visit): number {
  const from = at + 1;
  const keycap = scanEmoji(text, at, visit);
  if (keycap > at) return keycap;
  if (text[at] === "*" || !isWordAt(text, from) || isWordBefore(text, at)) {
    return from;
  }
  const to = endOfWord(text, from, "");
  visit("hashtag", text.slice(from, to), from, to);
  return endOf(POSSESSIVE_AT, text, to);
}

const REFERENCE_AT = /&(?:amp|lt|gt|quot|apos|#39);/y;

/** A character reference, as some sources leave them in their texts. */
function scanReference(text: string, at: number, visit: Visit): number {
  const end = scanSmiley(text, at, visit);
  if (end > at) return end;
  const to = Math.max(at + 1, endOf(REFERENCE_AT, text, at));
  const name = text.slice(at, to);
  if (name === "&quot;") {
    visit("mark", '"', at, to);
  } else if (name === "&" || name === "&amp;") {
    visit("mark", "&", at, to);
  }
  return text[to] === "#" && name === "&" ? to + 1 : to;
}

/** A run of `.`, `!`, `?` and `…` is one mark. */
function scanStops(text: string, at: number, visit: Visit): number {
  let to = at;
  let exclaims = false;
  let asks = false;
  for (; to < text.length && classAt(text, to) === STOP; to++) {
    exclaims ||= text[to] === "!";
    asks ||= text[to] === "?";
  }
  const first = text[at]!;
  const many = to - at > 1;
  const mark = exclaims && asks
    ? "?!"
    : first === "…" || many && first === "."
    ? "..."
    : many
    ? first + first
    : first;
  visit("mark", mark, at, to);
  return to;
}

const OPENS_FACE = /[:;=<^\-()\[\]]/;

function scanMark(text: string, at: number, visit: Visit): number {
  const mark = text[at]!;
  if (OPENS_FACE.test(mark)) {
    const end = scanSmiley(text, at, visit);
    if (end > at) return end;
    const to = scanFace(text, at, visit);
    if (to > at) return to;
  }
  if (!/[\[\]=<^]/.test(mark)) {
    visit("mark", mark, at, at + 1);
  }
  return at + 1;
}

function scanFace(text: string, at: number, visit: Visit): number {
  const found = findFace(text, at);
  if (!found) return at;
  visit("face", found.face, at, found.to);
  return skipRepeats(text, found.to);
}

function scanSmiley(text: string, at: number, visit: Visit): number {
  const to = endOf(SMILEY_AT, text, at);
  if (to === at) return at;
  const emoji = readSmiley(text.slice(at, to));
  visit("smiley", emoji, at, to);
  return skipRepeats(text, to);
}

/** `:)))` is one smiley. */
function skipRepeats(text: string, end: number): number {
  const last = text[end - 1];
  let to = end;
  while (text[to] === last) to++;
  return to;
}

/** Reads an emoji, or skips a character that is none. */
function skipEmoji(text: string, at: number, visit: Visit): number {
  const to = scanEmoji(text, at, visit);
  return to > at ? to : at + (text.codePointAt(at)! > 0xffff ? 2 : 1);
}

/** Reads an emoji, of a key too; the position itself if there is none. */
function scanEmoji(text: string, at: number, visit: Visit): number {
  const to = endOf(EMOJI_AT, text, at);
  if (to > at) {
    visit("emoji", text.slice(at, to), at, to);
  }
  return to;
}
