import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { timeAxis } from "./time_axis.ts";

const CASES: [step: number, withDate: boolean, expected: string][] = [
  [60, false, "13:37"],
  [10, false, "13:37:20"],
  [3_600, true, "4 May 2009, 13:37"],
  [86_400, true, "4 May 2009"],
];

for (const [step, withDate, expected] of CASES) {
  Deno.test(`timeAxis() writes a bucket of ${step} s as "${expected}"`, () => {
    const t = Date.UTC(2009, 4, 4, 13, 37, 20) / 1_000;
    const { format } = timeAxis({ t: [t], step }, "UTC", withDate);
    strictEqual(format(t), expected);
  });
}

Deno.test("timeAxis() says if there is no time", () => {
  strictEqual(
    timeAxis({ t: [], step: 60 }, "UTC", false).span,
    "no time at all",
  );
});

Deno.test("timeAxis() leaves out labels that would be cut off at its end", () => {
  const t = Array.from({ length: 15 }, (_, i) => i * 60);
  const { times } = timeAxis({ t, step: 60 }, "UTC", false);
  deepStrictEqual(times.many.map(({ t }) => t), [0, 180, 360, 540, 720]);
});
