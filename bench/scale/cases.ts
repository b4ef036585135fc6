/** Something that is measured once a turn. */
export interface Case {
  /** What grows from case to case, such as `persist workers`. */
  readonly what: string;
  /** How much of it, such as `2`. */
  readonly size: string;
  readonly unit: string;
  readonly setting: string;
  /** @returns How many a second. */
  measure(turn: number): Promise<number>;
}

/** A case with what its turns gave. */
export interface Measured extends Omit<Case, "measure"> {
  readonly turns: readonly number[];
  readonly median: number;
  /** How many times the first case of the same `what`: the median of what each turn gave. */
  readonly ratio: number;
}

/** How many a second, for what `work` does with `count`. */
export async function rateOf(
  count: number,
  work: () => Promise<unknown>,
): Promise<number> {
  const startMs = performance.now();
  await work();
  return count / (performance.now() - startMs) * 1_000;
}

/** The middle value; of an even number, the lower of the two. */
export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? NaN;
}

/** Options for {@linkcode measureInTurns}. */
export interface TurnOptions {
  readonly turns: number;
  /** No further turn begins after so long; each case has had one by then. */
  readonly maxMs: number;
  readonly onTurn: (name: string, rate: number) => void;
}

/** Measures all cases once, then all of them again, in the other order: so they share what else the machine does. */
export async function measureInTurns(
  cases: readonly Case[],
  { turns, maxMs, onTurn }: TurnOptions,
): Promise<Measured[]> {
  const startMs = performance.now();
  const rates = new Map(cases.map((one) => [one, [] as number[]]));
  for (let turn = 0; turn < turns; turn++) {
    const usedMs = performance.now() - startMs;
    if (turn > 0 && usedMs * (turn + 1) / turn > maxMs) break;
    for (const one of turn % 2 === 0 ? cases : cases.toReversed()) {
      const rate = await one.measure(turn);
      rates.get(one)!.push(rate);
      onTurn(`${one.what} ${one.size}`, rate);
    }
  }
  return cases.map((one) => {
    const first = cases.find(({ what }) => what === one.what)!;
    return summarize(one, rates.get(one)!, rates.get(first)!);
  });
}

/** @param first What the turns of the first case gave. */
function summarize(
  { measure: _, ...one }: Case,
  turns: readonly number[],
  first: readonly number[],
): Measured {
  const ratio = medianOf(turns.map((rate, i) => rate / first[i]!));
  return {
    ...one,
    turns: turns.map(Math.round),
    median: Math.round(medianOf(turns)),
    ratio: Number(ratio.toFixed(2)),
  };
}
