/** Pseudo-random numbers; the same seed gives the same. Not for secrets. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  #bits(): number {
    const state = this.#state = (this.#state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }

  /** From 0 to below 1. */
  next(): number {
    return this.#bits() / 2 ** 32;
  }

  /** From `low` to below `high`. */
  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  /** A whole number from 0 to below `count`. */
  int(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Any of `items`, which must not be empty. */
  pick<T>(items: readonly T[]): T {
    return items[this.int(items.length)]!;
  }

  /** An independent generator. */
  fork(): Random {
    return new Random(this.#bits());
  }
}

/** Draws an item of a list. */
export type Draw = <T>(items: readonly T[]) => T;

/** Creates a draw that returns each item of a list once before it repeats any. */
export function createDeck(random: Random): Draw {
  const decks = new WeakMap<readonly unknown[], unknown[]>();
  return <T>(items: readonly T[]): T => {
    let deck = decks.get(items) as T[] | undefined;
    if (!deck?.length) decks.set(items, deck = [...items]);
    return deck.splice(random.int(deck.length), 1)[0]!;
  };
}
