import { setImmediate } from "node:timers/promises";

/** How long work may keep the thread before others get a turn. */
const TURN_MS = 8;

let turn: Promise<void> | null = null;
let turnMs = performance.now();

/**
 * Lets requests, timers and other work run, unless they just could: long work
 * calls it often. Awaiting what is there already, as SQLite's rows are, lets
 * nobody else run.
 */
export async function letOthersRun(): Promise<void> {
  if (turn || performance.now() - turnMs >= TURN_MS) await nextTurn();
}

/** Waits until all who were ready to run have run, those who wait for the network too. */
export async function nextTurn(): Promise<void> {
  // All wait for one turn: with turns of their own, one would always be ready.
  turn ??= takeTurn();
  await turn;
}

/** Deno looks at the network once in so many immediates; a timer would idle for 2 ms. */
const IMMEDIATES = 61;

async function takeTurn(): Promise<void> {
  for (let count = 0; count < IMMEDIATES; count++) await setImmediate();
  turn = null;
  turnMs = performance.now();
}
