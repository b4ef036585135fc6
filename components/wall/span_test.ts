import { deepStrictEqual, ok } from "node:assert/strict";
import { bucketEdges } from "../../domain/series/buckets.ts";
import { CALENDAR_UNITS } from "../../domain/time/calendar.ts";
import { WALL_UNITS, wallSpan } from "./span.ts";

const TIMES = [
  ...["2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"],
  ...["2026-03-01T00:00:00Z", "2026-03-31T12:34:56Z", "2028-02-29T10:00:00Z"],
];

for (const per of CALENDAR_UNITS) {
  for (const zone of ["UTC", "America/New_York", "Asia/Kolkata"]) {
    Deno.test(`wallSpan() is so many ${per}s of ${zone} up to the current one, at any time`, () => {
      for (const time of TIMES) {
        const nowMs = Date.parse(time);
        const { from, to, step } = wallSpan({ per, zone }, nowMs);
        const edges = bucketEdges({ from, to }, step);
        deepStrictEqual(edges.length - 1, WALL_UNITS[per].shown, time);
        deepStrictEqual([edges[0], edges.at(-1)], [from, to]);
        ok(edges.at(-2)! * 1_000 <= nowMs && nowMs < to * 1_000);
      }
    });
  }
}
