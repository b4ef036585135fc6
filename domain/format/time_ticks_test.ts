import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
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

/** Zones with changes of clocks of all kinds, and where they are. */
const CHANGES = [
  ["Europe/Berlin", "2026-10-25T01:00"],
  ["Europe/Berlin", "2026-03-29T01:00"],
  ["Australia/Lord_Howe", "2026-04-04T15:00"],
  ["Australia/Lord_Howe", "2026-10-03T15:30"],
  ["America/Sao_Paulo", "2017-10-15T03:00"],
  ["America/Sao_Paulo", "2018-02-18T02:00"],
  ["America/Havana", "2026-11-01T05:00"],
  ["Pacific/Apia", "2011-12-30T10:00"],
] as const;

const ticksIn = (zone: string, from: number, to: number) =>
  timeTicks(from, to, { zone });

Deno.test("timeTicks() tells the second of two equal times by its offset", () => {
  const from = at("2026-10-24T23:00");
  deepStrictEqual(
    ticksIn("Europe/Berlin", from, from + 4 * 3_600).map(({ label }) => label),
    ["01:00", "02:00", "02:00 GMT+1", "03:00", "04:00"],
  );
});

Deno.test("timeTicks() goes on where clocks skip an hour, and names the day whose midnight they skip", () => {
  const spring = at("2026-03-28T23:00");
  deepStrictEqual(
    ticksIn("Europe/Berlin", spring, spring + 3 * 3_600)
      .map(({ label }) => label),
    ["29 Mar", "01:00", "03:00", "04:00"],
  );
  const night = at("2017-10-15T01:00");
  deepStrictEqual(
    ticksIn("America/Sao_Paulo", night, night + 4 * 3_600)
      .map(({ label }) => label),
    ["22:00", "23:00", "15 Oct", "02:00", "03:00"],
  );
});

Deno.test("timeTicks() have no label twice and leave none out, over a change of clocks", () => {
  const zones = fc.oneof(
    fc.constantFrom(...CHANGES),
    fc.constantFrom(...Intl.supportedValuesOf("timeZone")).map((zone) =>
      [zone, "2026-03-29T01:00"] as const
    ),
  );
  const spans = fc.integer({ min: 60, max: 82_000 });
  const parts = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(zones, spans, parts, ([zone, change], span, part) => {
      const from = at(change) - Math.floor(part * span);
      const ticks = ticksIn(zone, from, from + span);
      const labels = ticks.map(({ label }) => label);
      strictEqual(new Set(labels).size, labels.length, labels.join());
      const ends = [from, ...ticks.map(({ t }) => t), from + span];
      const widths = ends.slice(1).map((t, i) => t - ends[i]!);
      const step = Math.min(...widths.slice(1, -1));
      ok(!(Math.max(...widths) > 2 * step / 0.75), labels.join());
    }),
    { numRuns: 500 },
  );
});
