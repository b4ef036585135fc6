import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { CALENDAR_UNITS, calendarEdges, UNIT_SECONDS } from "./calendar.ts";
import { wallAt } from "./zones.ts";

const at = (text: string) => Date.parse(text) / 1_000;
const iso = (t: number) => new Date(t * 1_000).toISOString().slice(0, 16);

const CASES: [
  zone: string,
  unit: "day" | "hour",
  from: string,
  to: string,
  edges: string[],
][] = [
  ["UTC", "day", "2026-01-31T12:00Z", "2026-02-01T12:00Z", [
    ...["2026-01-31T00:00", "2026-02-01T00:00", "2026-02-02T00:00"],
  ]],
  ["Europe/Berlin", "day", "2026-10-24T22:00Z", "2026-10-25T23:00Z", [
    ...["2026-10-24T22:00", "2026-10-25T23:00"], // 25 hours
  ]],
  ["Asia/Kathmandu", "day", "2026-01-01T00:00Z", "2026-01-01T18:16Z", [
    ...["2025-12-31T18:15", "2026-01-01T18:15", "2026-01-02T18:15"],
  ]],
  // 30 December was skipped.
  ["Pacific/Apia", "day", "2011-12-29T11:00Z", "2011-12-31T09:00Z", [
    ...["2011-12-29T10:00", "2011-12-30T10:00", "2011-12-31T10:00"],
  ]],
  // Midnight is skipped.
  ["America/Sao_Paulo", "day", "2017-10-15T12:00Z", "2017-10-15T13:00Z", [
    ...["2017-10-15T03:00", "2017-10-16T02:00"],
  ]],
  ["Australia/Lord_Howe", "hour", "2026-04-04T14:10Z", "2026-04-04T15:40Z", [
    ...["2026-04-04T14:00", "2026-04-04T15:00", "2026-04-04T15:30"],
    "2026-04-04T16:30",
  ]],
];

for (const [zone, unit, from, to, expected] of CASES) {
  Deno.test(`calendarEdges() cuts ${from} into ${unit}s of ${zone}`, () => {
    const edges = calendarEdges({ from: at(from), to: at(to) }, unit, zone);
    deepStrictEqual(edges.map(iso), expected);
  });
}

Deno.test("calendarEdges() begins weeks on Monday, months and years on their first day", () => {
  const range = { from: at("2024-02-29T00:00Z"), to: at("2024-03-01T00:00Z") };
  const first = (unit: "week" | "month" | "year") =>
    calendarEdges(range, unit, "UTC").map((t) => iso(t).slice(0, 10));
  deepStrictEqual(first("week"), ["2024-02-26", "2024-03-04"]);
  deepStrictEqual(first("month"), ["2024-02-01", "2024-03-01"]);
  deepStrictEqual(first("year"), ["2024-01-01", "2025-01-01"]);
});

/** The calendar's unit of a time, by another implementation. */
function unitName(t: number, unit: string, zone: string): string {
  const date = Temporal.Instant.fromEpochMilliseconds(t * 1_000)
    .toZonedDateTimeISO(zone).toPlainDate();
  const monday = date.subtract({ days: date.dayOfWeek - 1 });
  switch (unit) {
    case "day":
      return String(date);
    case "week":
      return String(monday);
    case "month":
      return `${date.year}-${date.month}`;
    default:
      return String(date.year);
  }
}

Deno.test("calendarEdges() are borders of the calendar, in every zone", () => {
  const ranges = fc.tuple(
    fc.constantFrom(...Intl.supportedValuesOf("timeZone")),
    fc.constantFrom(...CALENDAR_UNITS),
    fc.integer({ min: 0, max: 2_524_608_000 }),
    fc.double({ min: 0.1, max: 400, noNaN: true }),
  );
  fc.assert(
    fc.property(ranges, ([zone, unit, from, units]) => {
      const to = from + Math.ceil(units * UNIT_SECONDS[unit]);
      const edges = calendarEdges({ from, to }, unit, zone);
      ok(edges[0]! <= from && edges[1]! > from, "the first unit holds from");
      ok(edges.at(-1)! >= to && edges.at(-2)! < to, "the last one holds to");
      edges.slice(1).forEach((edge, i) => {
        const before = edges[i]!;
        ok(edge > before, "in order");
        if (unit === "minute" || unit === "hour") {
          ok(edge - before <= UNIT_SECONDS[unit]);
          const wall = wallAt(before, zone);
          const isCut = edge - before < UNIT_SECONDS[unit];
          ok(isCut || wall % UNIT_SECONDS[unit] === 0, "by the clock");
          return;
        }
        const name = unitName(before, unit, zone);
        ok(unitName(before - 1, unit, zone) !== name, `${name} begins`);
        ok(unitName(edge, unit, zone) !== name, `${name} ends`);
      });
    }),
    { numRuns: 100 },
  );
});

Deno.test("calendarEdges() do not depend on where their range begins", () => {
  const zone = "Europe/Berlin";
  const to = at("2030-01-01T00:00Z");
  for (const unit of ["day", "week", "month", "year"] as const) {
    const all = calendarEdges({ from: 0, to }, unit, zone);
    const late = calendarEdges(
      { from: at("2026-03-29T01:30Z"), to },
      unit,
      zone,
    );
    deepStrictEqual(all.slice(-late.length), late);
    strictEqual(new Set(all).size, all.length);
  }
});
