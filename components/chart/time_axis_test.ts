import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type ChartBuckets, placeOf } from "./data.ts";
import { timeAxis } from "./time_axis.ts";

const NOON = Date.UTC(2009, 4, 4, 12) / 1_000;
const MIDNIGHT = NOON - 43_200;

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

const TITLES: [buckets: ChartBuckets, withDate: boolean, title: string][] = [
  [{ t: [NOON], step: 60 }, false, "12:00"],
  [{ t: [NOON], step: 600 }, false, "12:00–12:10"],
  [{ t: [NOON], step: 3_600 }, true, "4 May 2009, 12:00–13:00"],
  [{ t: [MIDNIGHT], step: 86_400 }, true, "4 May 2009"],
  [{ t: [MIDNIGHT], step: 30 * 86_400 }, true, "4 May – 2 Jun 2009"],
  [
    { t: [MIDNIGHT, NOON], step: 604_800, per: "week", zone: "UTC", end: 0 },
    ...[true, "4 May 2009"] as const, // until noon
  ],
  [
    { t: [MIDNIGHT], step: 1, per: "month", zone: "UTC", end: NOON },
    ...[true, "May 2009"] as const,
  ],
];

for (const [buckets, withDate, title] of TITLES) {
  Deno.test(`timeAxis() says that a bucket spans ${title}`, () => {
    strictEqual(timeAxis(buckets, "UTC", withDate).title(0), title);
  });
}

Deno.test("timeAxis() tells hours that clocks show twice from each other", () => {
  const t = [0, 1, 2].map((n) => Date.UTC(2026, 9, 25, n) / 1_000);
  const { title, format } = timeAxis(
    { t, step: 3_600 },
    "Europe/Berlin",
    false,
  );
  deepStrictEqual([0, 1, 2].map(title), [
    "02:00 GMT+2 – 02:00 GMT+1",
    "02:00 GMT+1 – 03:00",
    "03:00–04:00",
  ]);
  strictEqual(format(t[1]!), "02:00 GMT+1");
});

Deno.test("placeOf() gives each month the same width", () => {
  const t = [0, 31, 59].map((day) => day * 86_400);
  const axis = { t, step: 1, per: "month", end: 90 * 86_400 } as const;
  const places = [0, 15.5, 31, 45, 90].map((day) =>
    placeOf(axis, day * 86_400)
  );
  deepStrictEqual(places, [0, 0.5, 1, 1.5, 3]);
  strictEqual(placeOf({ t: [60, 120], step: 60 }, 150), 1.5);
});
