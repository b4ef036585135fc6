/** Pseudo-random numbers. */
export interface Random {
  /** From 0 to below 1. */
  next(): number;
  /** From `low` to below `high`. */
  between(low: number, high: number): number;
  /** A whole number from 0 to below `count`. */
  int(count: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** Any of `items`, which must not be empty. */
  pick<T>(items: readonly T[]): T;
  /** An independent generator. */
  fork(): Random;
}

/** Creates a generator; the same seed gives the same numbers. Not for secrets. */
export function createRandom(seed: number): Random {
  let state = seed | 0;

  function bits(): number {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }

  const next = () => bits() / 2 ** 32;
  const int = (count: number) => Math.floor(next() * count);
  return {
    next,
    int,
    between: (low, high) => low + next() * (high - low),
    chance: (probability) => next() < probability,
    pick: (items) => items[int(items.length)]!,
    fork: () => createRandom(bits()),
  };
}

/** Draws an item of a list. */
export type Draw = <T>(items: readonly T[]) => T;

/** Creates a draw that returns each item of a list once before it repeats any. */
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
