import type { Random } from "./random.ts";

/** Draws an item of a list. */
export type Draw = <T>(items: readonly T[]) => T;

/**
 * Creates a draw that gives each item of a list once before any comes again,
 * as from a shuffled deck of cards: a reader sees no item twice in a row.
 */
export function createDeck(random: Random): Draw {
  const decks = new WeakMap<readonly unknown[], unknown[]>();
  return <T>(items: readonly T[]): T => {
    let deck = decks.get(items) as T[] | undefined;
    if (deck === undefined || deck.length === 0) {
      deck = [...items];
      decks.set(items, deck);
    }
    const at = random.int(deck.length);
    const item = deck[at]!;
    deck[at] = deck.at(-1)!;
    deck.pop();
    return item;
  };
}
