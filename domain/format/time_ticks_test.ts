import { deepStrictEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { timeTicks } from "./time_ticks.ts";

const at = (text: string) => Date.parse(`${text}Z`) / 1_000;
const labels = (from: string, to: string) =>
  timeTicks(at(from), at(to)).map(({ label }) => label);

Deno.test("timeTicks() tells minutes of an hour", () => {
  deepStrictEqual(
    labels("2018-03-04T10:00", "2018-03-04T10:15"),
    ["10:00", "10:03", "10:06", "10:09", "10:12", "10:15"],
  );
});

Deno.test("timeTicks() tells seconds of a minute", () => {
  deepStrictEqual(
    labels("2018-03-04T10:00:10", "2018-03-04T10:01:20"),
    ["10:00:15", "10:00:30", "10:00:45", "10:01:00", "10:01:15"],
  );
});

Deno.test("timeTicks() tells midnight by its date", () => {
  deepStrictEqual(
    labels("2018-03-04T12:00", "2018-03-05T12:00"),
    ["12:00", "18:00", "5 Mar", "06:00", "12:00"],
  );
});

Deno.test("timeTicks() begins weeks on Monday", () => {
  deepStrictEqual(
    labels("2018-03-01T00:00", "2018-03-31T00:00"),
    ["5 Mar", "12 Mar", "19 Mar", "26 Mar"],
  );
});

Deno.test("timeTicks() tells months of a year and years of a decade", () => {
  deepStrictEqual(
    labels("2014-01-01T00:00", "2015-01-01T00:00"),
    ["Jan 2014", "Apr 2014", "Jul 2014", "Oct 2014", "Jan 2015"],
  );
  deepStrictEqual(
    labels("2009-05-04T18:54", "2018-01-01T13:37"),
    ["2010", "2012", "2014", "2016", "2018"],
  );
});

for (const zone of ["UTC", "local"] as const) {
  Deno.test(`timeTicks() are few, in order and in range, in ${zone} time`, () => {
    const froms = fc.integer({ min: 0, max: 4_000_000_000 });
    const spans = fc.integer({ min: 60, max: 3_000_000_000 });
    fc.assert(fc.property(froms, spans, (from, span) => {
      const ticks = timeTicks(from, from + span, { zone });
      ok(ticks.length <= 6);
      ticks.forEach(({ t }, i) => {
        ok(t >= from && t <= from + span);
        ok(i === 0 || t > ticks[i - 1]!.t);
      });
    }));
  });
}
