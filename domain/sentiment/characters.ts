import { TOKEN_CHARACTER } from "../text/tokens.ts";

const OTHER = 1;
/** A letter, mark, digit or `_`. */
export const WORD = 2;
/** Opens an entity or a character reference. */
export const SIGN = 3;
/** Ends a sentence. */
export const STOP = 4;
/** Other punctuation, the line feed, and what begins a smiley. */
export const MARK = 5;
/** May begin an emoji. */
export const PICTURE = 6;
/** Half of a pair: what it is depends on the other half. */
const SURROGATE = 7;

/** Classes by UTF-16 unit; 0 is a unit that was not met yet. */
const CLASSES = new Uint8Array(0x10000);
for (let code = 0; code < 128; code++) CLASSES[code] = OTHER;
for (const [signs, kind] of [["#@$&*＃＠", SIGN], ["!?.…", STOP]] as const) {
  for (const sign of signs) CLASSES[sign.charCodeAt(0)] = kind;
}
for (const mark of ',;:"()[]=<^-–—%\n') CLASSES[mark.charCodeAt(0)] = MARK;

const IS_WORD = new RegExp(`^${TOKEN_CHARACTER}`, "v");
const MAY_BE_EMOJI = /^[\p{Emoji}©®‼⁉™ℹ]/v;
for (let code = 48; code < 128; code++) {
  if (IS_WORD.test(String.fromCharCode(code))) CLASSES[code] = WORD;
}

/** The class of the character at a position. */
export function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  const kind = CLASSES[code]!;
  return kind !== 0 && kind !== SURROGATE ? kind : classify(code, text, at);
}

function classify(code: number, text: string, at: number): number {
  if (CLASSES[code] === 0) {
    const isHalf = code >= 0xd800 && code < 0xe000;
    CLASSES[code] = isHalf ? SURROGATE : classOf(String.fromCharCode(code));
  }
  if (CLASSES[code] !== SURROGATE) return CLASSES[code]!;
  const point = text.codePointAt(at)!;
  return point < 0x10000 ? OTHER : classOf(String.fromCodePoint(point));
}

function classOf(character: string): number {
  if (MAY_BE_EMOJI.test(character)) return PICTURE;
  return IS_WORD.test(character) ? WORD : OTHER;
}

/** Whether a character of a word is at a position. */
export function isWordAt(text: string, at: number): boolean {
  return at < text.length && classAt(text, at) === WORD;
}

/** Whether a character of a word is before a position. */
export function isWordBefore(text: string, at: number): boolean {
  const code = text.charCodeAt(at - 1);
  const isLow = code >= 0xdc00 && code < 0xe000;
  return at > 0 && isWordAt(text, Math.max(0, isLow ? at - 2 : at - 1));
}

/** Where a run of characters of words ends that begins at a position. */
export function endOfRun(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    if (CLASSES[text.charCodeAt(at)] === WORD) at++;
    else if (isWordAt(text, at)) at += text.codePointAt(at)! > 0xffff ? 2 : 1;
    else break;
  }
  return at;
}
