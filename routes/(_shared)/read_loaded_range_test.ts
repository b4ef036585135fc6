import { deepStrictEqual } from "node:assert/strict";
import { readPageRange } from "../../domain/request/range.ts";
import { toSeries } from "../../domain/series/to_series.ts";
import type { TimeRange } from "../../state.ts";
import { readLoadedRange } from "./read_loaded_range.ts";

const OUTAGE = { from: 5, to: null, sources: ["x:"], reasons: ["refused"] };
const NOW_MS = 1_600_000_000_000;

/** Reads what an address asks for, and tells of which time it was asked for outages and sources. */
async function read(address: string) {
  const asked: TimeRange[] = [];
  const range = readPageRange(
    new URL(address, "http://x").searchParams,
    NOW_MS,
  );
  const loaded = await readLoadedRange(
    {
      readExtent: () => Promise.resolve(null),
      readSeries: (topic, range, step) =>
        Promise.resolve(toSeries([], { topic, step, ...range })),
      readInterruptions(range) {
        asked.push(range);
        return Promise.resolve({ gaps: [], outages: [OUTAGE] });
      },
      readSourceSeries(_topic, range) {
        asked.push(range);
        return Promise.resolve({ t: [0], sources: { a: [1], b: [2] } });
      },
    },
    "trump",
    { address, range },
    NOW_MS,
  );
  return { loaded, asked };
}

Deno.test("readLoadedRange() reads outages and sources of the live window", async () => {
  const { loaded, asked } = await read("/t/trump");
  const window = { from: 1_599_999_110, to: 1_600_000_010 };
  deepStrictEqual(asked, [window, window]);
  deepStrictEqual([loaded.view, loaded.outages], [null, [OUTAGE]]);
});

Deno.test("readLoadedRange() reads outages of what is shown, in buckets too short to tell sources", async () => {
  const { loaded, asked } = await read("/t/trump?from=1005&to=4595");
  deepStrictEqual(asked, [{ from: 990, to: 4_620 }]);
  deepStrictEqual(loaded.view?.series.step, 30);
  deepStrictEqual([loaded.outages, loaded.sources], [[OUTAGE], null]);
});
