import type { Line } from "../../lines.ts";

/** An element of a list in JSON, not parsed yet. */
export interface Element extends Line {
  /** Whether the text ended, or another element began, before it was closed. */
  readonly isCut: boolean;
}

const [QUOTE, BACKSLASH, COMMA, COLON, LINE_FEED] = [34, 92, 44, 58, 10];
const [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [123, 125, 91, 93];

function isSpace(byte: number): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9;
}

/** Options for {@linkcode ElementSplitter}. */
export interface ElementOptions {
  /** Bytes that are kept of an element. */
  readonly maxBytes: number;
  /** Whether the lists are all that the text holds; else the first one counts. */
  readonly isWhole: boolean;
}

/**
 * Splits lists in JSON into their elements, of which at most one is in memory.
 * Written here since parsers end at the first error, and round long numbers: a
 * damaged element costs only itself.
 */
export class ElementSplitter {
  readonly #options: ElementOptions;
  #parts: Uint8Array[] = [];
  #kept = 0;
  #size = 0;
  /** Open brackets of the element, by their closing ones. */
  #open: number[] = [];
  #isInString = false;
  #isEscaped = false;
  /** Whether a line ended within a string of it. */
  #isDamaged = false;
  /** The last byte that is no white space. */
  #last = 0;
  #state: "before" | "within" | "after" = "before";
  /** Whether the next byte is the bracket that opened the list. */
  #justOpened = false;
  /** The column at which the first element began, if on a line of its own. */
  #indent: number | null = null;
  /** White space since the last line feed; null if more has followed it. */
  #column: number | null = null;

  constructor(options: ElementOptions) {
    this.#options = options;
  }

  /** Whether the last list was closed. */
  get isClosed(): boolean {
    return this.#state === "after";
  }

  /** The elements that end in a chunk. */
  push(chunk: Uint8Array): Element[] {
    const found: Element[] = [];
    let start = this.#size > 0 ? 0 : -1;
    const finish = (end: number, isCut: boolean) => {
      this.#keep(chunk.subarray(start, end));
      found.push(this.#finish(isCut));
      start = -1;
    };
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (this.#state !== "within") this.#outside(byte);
      if (this.#state !== "within") continue;
      if (start < 0 && this.#size === 0) {
        if (this.#begins(byte)) start = i;
        else continue;
      } else if (this.#open.length === 0 && !this.#isInString) {
        if (byte === COMMA || byte === CLOSE_LIST) {
          finish(i, false);
          if (byte === CLOSE_LIST) this.#state = "after";
          continue;
        }
        if (byte === OPEN) { // the comma is missing
          finish(i, false);
          start = i;
        }
      } else if (byte === OPEN && this.#isAnother()) {
        finish(i, true);
        start = i;
      }
      this.#follow(byte);
    }
    if (start >= 0) this.#keep(chunk.subarray(start));
    return found;
  }

  /** The last element, if the text ended within it. */
  *end(): Generator<Element> {
    if (this.#size > 0) yield this.#finish(true);
  }

  /** Before a list, or after one: such as the name that a script gives it. */
  #outside(byte: number): void {
    if (this.#state === "after" && !this.#options.isWhole) return;
    if (byte === OPEN_LIST) {
      this.#state = "within";
      this.#justOpened = true;
      this.#column = null;
    } else if (this.#state === "after" && byte === OPEN) this.#state = "within"; // one bracket too many
  }

  /** Whether an element begins with a byte that lies between two. */
  #begins(byte: number): boolean {
    if (byte === CLOSE_LIST) this.#state = "after";
    const isBetween = isSpace(byte) || byte === COMMA ||
      byte === CLOSE_LIST || this.#justOpened;
    this.#justOpened = false;
    if (isBetween) this.#count(byte);
    else if (byte === OPEN) this.#indent ??= this.#column;
    return !isBetween;
  }

  /** Whether an object begins that cannot lie within this element, which was never closed. */
  #isAnother(): boolean {
    if (this.#isInString) return false;
    const isMisplaced = this.#open.at(-1) === CLOSE && this.#last !== COLON;
    return isMisplaced ||
      (this.#isDamaged && this.#column !== null &&
        this.#column === this.#indent);
  }

  #follow(byte: number): void {
    if (this.#isInString) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === BACKSLASH) this.#isEscaped = true;
      else if (byte === QUOTE) this.#isInString = false;
      else if (byte === LINE_FEED) {
        this.#isInString = false; // no string holds one
        this.#isDamaged = true;
        this.#column = 0;
      }
      this.#last = QUOTE;
      return;
    }
    if (byte === QUOTE) this.#isInString = true;
    else if (byte === OPEN) this.#open.push(CLOSE);
    else if (byte === OPEN_LIST) this.#open.push(CLOSE_LIST);
    else if (byte === CLOSE || byte === CLOSE_LIST) this.#open.pop();
    this.#count(byte);
    if (!isSpace(byte)) this.#last = byte;
  }

  #count(byte: number): void {
    if (byte === LINE_FEED) this.#column = 0;
    else if (!isSpace(byte)) this.#column = null;
    else if (this.#column !== null) this.#column++;
  }

  #keep(bytes: Uint8Array): void {
    const part = bytes.slice(0, this.#options.maxBytes - this.#kept);
    if (part.length > 0) this.#parts.push(part);
    this.#kept += part.length;
    this.#size += bytes.length;
  }

  #finish(isCut: boolean): Element {
    const bytes = new Uint8Array(this.#kept);
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += part.length;
    }
    const element = { bytes, size: this.#size, isCut };
    this.#parts = [];
    this.#kept = this.#size = 0;
    this.#open = [];
    this.#last = 0;
    this.#isInString = this.#isEscaped = this.#isDamaged = false;
    return element;
  }
}
