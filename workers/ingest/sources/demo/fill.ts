import type { Draw } from "./deck.ts";

/** Lists of phrases by name; a phrase names other lists as `{name}`. */
export type Grammar = Readonly<Record<string, readonly string[]>>;

/** Fills a phrase: each `{name}` becomes a phrase of that list, filled alike. */
export function fill(grammar: Grammar, phrase: string, draw: Draw): string {
  return phrase.replace(/\{(\w+)\}/g, (_, name: string) => {
    const phrases = Object.hasOwn(grammar, name) ? grammar[name] : undefined;
    if (phrases === undefined) throw new RangeError(`No phrases "${name}"`);
    return fill(grammar, draw(phrases), draw);
  });
}
