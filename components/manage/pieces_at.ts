/** Characters that are shown before a place, and behind it. */
const [BEFORE, BEHIND] = [60, 60];

/** A text around a place in it. */
export interface Pieces {
  readonly before: string;
  /** The character there; a space that is not broken where the text ends. */
  readonly at: string;
  readonly behind: string;
}

/** Cuts a text around a place, in UTF-16 units from 0; what is far away is left out. */
export function piecesAt(text: string, position: number): Pieces {
  const before = Array.from(text.slice(0, position));
  const [at, ...behind] = Array.from(text.slice(position));
  return {
    before: (before.length > BEFORE ? "…" : "") +
      before.slice(-BEFORE).join(""),
    at: at?.replace(/\s/, "\u00a0") ?? "\u00a0",
    behind: behind.slice(0, BEHIND).join("") +
      (behind.length > BEHIND ? "…" : ""),
  };
}
