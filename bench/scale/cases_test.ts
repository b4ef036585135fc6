import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type Case, measureInTurns, medianOf } from "./cases.ts";

const ABOUT = { what: "workers", unit: "posts/s", setting: "" };

Deno.test("measureInTurns() takes all cases in turns, and compares within each turn", async () => {
  const order: string[] = [];
  // The machine is ten times slower in the second turn.
  const make = (size: string, rate: number): Case => ({
    ...{ ...ABOUT, size },
    measure(turn) {
      order.push(size);
      return Promise.resolve(turn === 1 ? rate / 10 : rate);
    },
  });
  const [one, two] = await measureInTurns([make("1", 100), make("2", 150)], {
    ...{ turns: 3, maxMs: Infinity, onTurn: () => {} },
  });
  deepStrictEqual(order, ["1", "2", "2", "1", "1", "2"]);
  deepStrictEqual(one, {
    ...ABOUT,
    ...{ size: "1", turns: [100, 10, 100], median: 100, ratio: 1 },
  });
  deepStrictEqual([two!.turns, two!.ratio], [[150, 15, 150], 1.5]);
});

Deno.test("measureInTurns() begins no turn that would end too late", async () => {
  let turns = 0;
  const measure = () => Promise.resolve(++turns);
  const cases = [{ ...ABOUT, size: "1", measure }];
  await measureInTurns(cases, { turns: 9, maxMs: 0, onTurn: () => {} });
  strictEqual(turns, 1);
});

Deno.test("medianOf() takes the middle, of two the lower", () => {
  deepStrictEqual([medianOf([3, 1, 2]), medianOf([2, 1])], [2, 1]);
});
