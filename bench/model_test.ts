import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import {
  fitScaling,
  planFor,
  rateWith,
  readFigures,
  type Scaling,
  usefulCount,
} from "./model.ts";

/** Points that follow a law exactly. */
function pointsOf(scaling: Scaling, counts: readonly number[]) {
  return counts.map((n) => ({ n, rate: rateWith(scaling, n) }));
}

for (
  const scaling of [
    { one: 1_000, contention: 0, crosstalk: 0 },
    { one: 500, contention: 0.2, crosstalk: 0 },
    { one: 2_000, contention: 0, crosstalk: 0.05 },
    { one: 800, contention: 0.1, crosstalk: 0.02 },
  ]
) {
  Deno.test(`fitScaling() finds ${JSON.stringify(scaling)} again`, () => {
    for (const counts of [[1, 2, 4], [1, 3, 5, 9]]) {
      const found = fitScaling(pointsOf(scaling, counts));
      for (const key of ["one", "contention", "crosstalk"] as const) {
        ok(Math.abs(found[key] - scaling[key]) < 1e-9, `${key} ${found[key]}`);
      }
    }
  });
}

Deno.test("fitScaling() takes more than twice the rate of one for twice, and never for a gain of each pair", () => {
  const points = [{ n: 1, rate: 100 }, { n: 2, rate: 250 }, {
    n: 4,
    rate: 390,
  }];
  const { contention, crosstalk } = fitScaling(points);
  ok(contention >= 0 && crosstalk >= 0);
});

Deno.test("usefulCount() stops where one more adds less than a fifth of the first", () => {
  strictEqual(usefulCount({ one: 1, contention: 1, crosstalk: 0 }), 1);
  // 1, 1.33, 1.5: the third adds 0.17.
  strictEqual(usefulCount({ one: 1, contention: 0.5, crosstalk: 0 }), 2);
  strictEqual(usefulCount({ one: 1, contention: 0, crosstalk: 0 }), 32);
});

/** Two workers double what one does; more add nothing. */
const FIGURES = {
  persist: [{ n: 1, rate: 1_000 }, { n: 2, rate: 1_000 }],
  log: 10_000,
  poller: 20_000,
  pages: 10,
};

Deno.test("planFor() divides a rate by seven tenths of the narrowest part", () => {
  deepStrictEqual(planFor(700, 1, FIGURES), {
    partitions: 1,
    workers: 1,
    webs: 2,
  });
  deepStrictEqual(planFor(7_000, 1, FIGURES).partitions, 10);
  deepStrictEqual(planFor(7_001, 1, FIGURES).partitions, 11);
  const narrow = { ...FIGURES, log: 500 };
  deepStrictEqual(planFor(700, 1, narrow).partitions, 2);
  deepStrictEqual(planFor(700, 1, { ...FIGURES, poller: 100 }).partitions, 10);
});

Deno.test("planFor() takes no more workers than a partition needs", () => {
  const persist = [{ n: 1, rate: 1_000 }, { n: 2, rate: 2_000 }];
  const figures = { ...FIGURES, persist, log: 4_000 };
  // A partition takes 0.7 · 4,000 posts/s, by four workers.
  deepStrictEqual(planFor(2_800, 1, figures).workers, 4);
  deepStrictEqual(planFor(1_400, 1, figures).workers, 2);
  deepStrictEqual(planFor(28_000, 1, figures).workers, 40);
});

Deno.test("planFor() adds web processes for pages", () => {
  strictEqual(planFor(700, 21, FIGURES).webs, 3);
  strictEqual(planFor(7_000, 210, FIGURES).webs, 30);
});

Deno.test("readFigures() reads what bench:scale has written, and names what is missing", async () => {
  const text = await Deno.readTextFile(new URL("scale.json", import.meta.url));
  const { persist, ...others } = readFigures(JSON.parse(text));
  deepStrictEqual(persist.map(({ n }) => n), [1, 2, 4]);
  const rates = persist.map(({ rate }) => rate);
  for (const value of [...Object.values(others), ...rates]) ok(value > 0);
  throws(
    () => readFigures({ measured: [] }),
    /no figure for "persist workers 1"/,
  );
});
