import { deepStrictEqual, notDeepStrictEqual, ok } from "node:assert/strict";
import { createRandom } from "./random.ts";

const numbers = (seed: number) => {
  const random = createRandom(seed);
  return Array.from({ length: 10_000 }, () => random.next());
};

Deno.test("createRandom() repeats with its seed", () => {
  deepStrictEqual(numbers(7), numbers(7));
  notDeepStrictEqual(numbers(7), numbers(8));
});

Deno.test("createRandom() spreads its numbers evenly over 0 to 1", () => {
  for (const seed of [0, 1, -1, 2 ** 31]) {
    const tenths = Array<number>(10).fill(0);
    for (const n of numbers(seed)) tenths[Math.floor(n * 10)]!++;
    ok(tenths.every((n) => n > 850 && n < 1_150), String(tenths));
  }
});

Deno.test("createRandom() forks do not depend on when they are asked", () => {
  const [a, b] = [createRandom(3), createRandom(3)];
  const [forkA, forkB] = [a.fork(), b.fork()];
  a.next();
  deepStrictEqual(forkA.next(), forkB.next());
});
