import { deepStrictEqual, notDeepStrictEqual, ok } from "node:assert/strict";
import { createDeck, Random } from "./random.ts";

const numbers = (seed: number) => {
  const random = new Random(seed);
  return Array.from({ length: 10_000 }, () => random.next());
};

Deno.test("Random repeats with its seed", () => {
  deepStrictEqual(numbers(7), numbers(7));
  notDeepStrictEqual(numbers(7), numbers(8));
});

Deno.test("Random spreads its numbers evenly over 0 to 1", () => {
  for (const seed of [0, 1, -1, 2 ** 31]) {
    const tenths = Array<number>(10).fill(0);
    for (const n of numbers(seed)) tenths[Math.floor(n * 10)]!++;
    ok(tenths.every((n) => n > 850 && n < 1_150), String(tenths));
  }
});

Deno.test("Random forks do not depend on when they are asked", () => {
  const [a, b] = [new Random(3), new Random(3)];
  const [forkA, forkB] = [a.fork(), b.fork()];
  a.next();
  deepStrictEqual(forkA.next(), forkB.next());
});

Deno.test("createDeck() draws each item once before any comes again", () => {
  const draw = createDeck(new Random(1));
  const [letters, digits] = [["a", "b", "c", "d"], [1, 2, 3, 4]];
  for (let round = 0; round < 5; round++) {
    const drawn = letters.map(() => [draw(letters), draw(digits)] as const);
    deepStrictEqual(drawn.map(([letter]) => letter).sort(), letters);
    deepStrictEqual(drawn.map(([, digit]) => digit).sort(), digits);
  }
  deepStrictEqual(letters, ["a", "b", "c", "d"]);
});
