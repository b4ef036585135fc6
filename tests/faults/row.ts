import { ok } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { retryUntil } from "../support/waiting.ts";

/** How large a run is. */
export interface Scale {
  /** Whether it is the small form, of seconds, that runs with all tests. */
  readonly isSmall: boolean;
  /** Minutes of the soak. @default {30} and 1 in the small form */
  readonly soakMinutes?: number | undefined;
  /** The next number in [0, 1) of the run's seed. */
  random(): number;
}

/** A row of the matrix: a fault, and what must hold. */
export interface FaultRow {
  readonly name: string;
  readonly mustHold: string;
  /** Whether it also runs with all tests, in small. */
  readonly isQuick: boolean;
  /** Brings the fault about, asserts what must hold, and returns what was measured. */
  run(scale: Scale): Promise<Record<string, number>>;
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = state + 0x6d2b79f5 >>> 0;
    let mixed = Math.imul(state ^ state >>> 15, state | 1);
    mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61);
    return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32;
  };
}

/** Shortest and longest, in ms. */
export type Span = readonly [fromMs: number, toMs: number];

/** Waits for a time within a span by chance: of `small` in the small form, else of `full`. */
export async function pause(
  { isSmall, random }: Scale,
  small: Span,
  full: Span = small,
): Promise<void> {
  const [fromMs, toMs] = isSmall ? small : full;
  await delay(fromMs + random() * (toMs - fromMs));
}

/** Waits until something holds, and returns how many milliseconds that took; fails after `maxMs`. */
export async function timeUntil(
  maxMs: number,
  holds: () => Promise<boolean>,
): Promise<number> {
  const began = performance.now();
  await retryUntil(async () => ok(await holds()), {
    timeoutMs: maxMs,
    pauseMs: 50,
  });
  return Math.round(performance.now() - began);
}

/** Tries until it succeeds, as long as a count grows. */
export async function progress(
  attempt: () => Promise<void>,
  { stallMs, count }: { stallMs: number; count: () => Promise<number> },
): Promise<void> {
  for (let before = -1; before < await count();) {
    before = await count();
    const failed = await retryUntil(attempt, {
      timeoutMs: stallMs,
      pauseMs: 300,
    }).then(() => null, (error) => ({ error }));
    if (!failed) return;
    if (await count() <= before) throw failed.error;
  }
}

/** Registers a test of the small form of each quick row. */
export function testQuickRows(rows: readonly FaultRow[]): void {
  for (const row of rows.filter(({ isQuick }) => isQuick)) {
    Deno.test(`the pipeline holds: ${row.name}`, async () => {
      await row.run({ isSmall: true, random: seededRandom(Date.now()) });
    });
  }
}
