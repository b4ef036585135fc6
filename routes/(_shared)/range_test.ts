import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { PageRange } from "../../domain/request/range.ts";
import { toSeries } from "../../domain/series/to_series.ts";
import type { TimeRange } from "../../state.ts";
import { readRangeView } from "./read_range_view.ts";

const NOW = 1_600_000_000;
/** An hour before, at the start of its minute. */
const START = NOW - 3_600 - NOW % 60;

/** Asks for a range, and tells what the state was asked for. */
async function read(range: PageRange, extent: TimeRange | null = null) {
  const asked: unknown[] = [];
  const view = await readRangeView(
    {
      readExtent: () => Promise.resolve(extent),
      readSeries(topic, range, step) {
        asked.push([range, step]);
        return Promise.resolve(toSeries([], { topic, step, ...range }));
      },
    },
    "trump",
    range,
    NOW * 1_000,
  );
  return { view, asked };
}

Deno.test("readRangeView() reads nothing for the live window", async () => {
  const { view, asked } = await read({ kind: "live" });
  strictEqual(view, null);
  deepStrictEqual(asked, []);
});

Deno.test("readRangeView() widens a range to whole buckets", async () => {
  const range = { kind: "custom", from: 1_005, to: 4_595 } as const;
  const { view, asked } = await read(range);
  const whole = { from: 990, to: 4_620 };
  deepStrictEqual(asked, [[whole, 30]]);
  strictEqual(view?.motion, null);
});

Deno.test("readRangeView() knows that a range up to now goes on, in whole minutes", async () => {
  const { view } = await read({ kind: "1h", from: NOW - 3_600, to: NOW });
  deepStrictEqual(view?.motion, { slides: true, until: null });
  strictEqual(view?.series.step, 60);
});

Deno.test("readRangeView() reads all that is stored, be it years", async () => {
  const extent = { from: 1_241_463_265, to: 1_514_813_831 };
  const { view, asked } = await read({ kind: "all" }, extent);
  const [[range, step]] = asked as [[TimeRange, number]];
  strictEqual(step, 30 * 86_400);
  strictEqual(range.from <= extent.from && range.to >= extent.to, true);
  strictEqual(view!.series.t.length <= 200, true);
});

Deno.test("readRangeView() of a topic without posts shows the last hour", async () => {
  const { asked } = await read({ kind: "all" });
  const [[range]] = asked as [[TimeRange]];
  deepStrictEqual(range, { from: START, to: START + 3_660 });
});
