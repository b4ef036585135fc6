import { type Term, TERM_KINDS } from "../post/term.ts";

const LONGEST = 64;

/** A term as addresses carry it: `hashtag:otters`. */
export function termText({ kind, term }: Term): string {
  return `${kind}:${term}`;
}

/** Reads what {@linkcode termText} writes; null if it is nothing of that kind. */
export function parseTerm(text: string): Term | null {
  const kind = TERM_KINDS.find((kind) => text.startsWith(`${kind}:`));
  if (!kind) return null;
  const term = text.slice(kind.length + 1);
  return term === "" || term.length > LONGEST ? null : { kind, term };
}
