import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type PageRange, readPageRange } from "../../domain/request/range.ts";
import type { Matched } from "../../domain/series/matched.ts";
import { toSeries } from "../../domain/series/series.ts";
import type { TimeRange } from "../../domain/time/range.ts";
import { readLoadedRange } from "./range.ts";

const OUTAGE = { from: 5, to: null, sources: ["x:"], reasons: ["refused"] };
const NOW_MS = 1_600_000_000_000;

const UNASKED = {
  readMatched: () => Promise.reject(new Error("No filter was given")),
};

/** Reads what an address asks for, and returns of which time it was asked for outages and sources. */
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
      readJumps: () => Promise.resolve([]),
      readTerms: () => Promise.resolve([]),
      ...UNASKED,
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

const NOW = 1_600_000_000;

/** Reads a range; returns its view and the requested series. */
async function readRange(range: PageRange, extent: TimeRange | null = null) {
  const asked: unknown[] = [];
  const { view } = await readLoadedRange(
    {
      readExtent: () => Promise.resolve(extent),
      readSeries(topic, range, step) {
        asked.push([range, step]);
        return Promise.resolve(toSeries([], { topic, step, ...range }));
      },
      readJumps: () => Promise.resolve([]),
      readTerms: () => Promise.resolve([]),
      ...UNASKED,
      readInterruptions: () => Promise.resolve({ gaps: [], outages: [] }),
      readSourceSeries: () => Promise.resolve({ t: [], sources: {} }),
    },
    "trump",
    { address: "/t/trump", range },
    NOW * 1_000,
  );
  return { view, asked };
}

Deno.test("readLoadedRange() reads no series of the live window", async () => {
  const { view, asked } = await readRange({ kind: "live" });
  strictEqual(view, null);
  deepStrictEqual(asked, []);
});

Deno.test("readLoadedRange() reads exactly the range that was asked for", async () => {
  const range = { kind: "custom", from: 1_005, to: 4_595 } as const;
  const { view, asked } = await readRange(range);
  deepStrictEqual(asked, [[{ from: 1_005, to: 4_595 }, 30]]);
  deepStrictEqual(view?.series.t.at(0), 990);
  strictEqual(view?.motion, null);
});

Deno.test("readLoadedRange() knows that a range up to now goes on, in whole minutes", async () => {
  const { view } = await readRange({ kind: "1h", from: NOW - 3_600, to: NOW });
  deepStrictEqual(view?.motion, { slides: true, until: null });
  strictEqual(view?.series.step, 60);
});

Deno.test("readLoadedRange() reads all that is stored, be it years", async () => {
  const extent = { from: 1_241_463_265, to: 1_514_813_831 };
  const { view, asked } = await readRange({ kind: "all" }, extent);
  const [[range, step]] = asked as [[TimeRange, unknown]];
  deepStrictEqual(step, { per: "month", zone: "UTC" });
  strictEqual(range.from <= extent.from && range.to >= extent.to, true);
  strictEqual(view!.series.t.length <= 200, true);
});

Deno.test("readLoadedRange() of a topic without posts shows the last hour", async () => {
  const { asked } = await readRange({ kind: "all" });
  const [[range]] = asked as [[TimeRange]];
  deepStrictEqual(range, { from: NOW - 3_600, to: NOW });
});

const MATCHED: Matched = {
  range: { from: NOW - 1_800, to: NOW },
  posts: [NOW - 1, NOW - 100].map((t, seq) => ({
    ...{ seq, t, source: "demo", sentiment: "positive", score: 2 },
    ...{ scorer: 1, negative: 0, positive: 0 },
  })),
  of: 50,
  isCut: true,
  gone: 0,
};

/** With a filter nothing else is counted. */
const ONLY_MATCHED = {
  readExtent: () => Promise.resolve(null),
  readSeries: UNASKED.readMatched,
  readSourceSeries: UNASKED.readMatched,
  readTerms: UNASKED.readMatched,
  readJumps: UNASKED.readMatched,
  readInterruptions: () => Promise.resolve({ gaps: [], outages: [] }),
};

Deno.test("readLoadedRange() counts what matches a filter, in whole minutes up to now, and no jumps", async () => {
  const asked: unknown[] = [];
  const { view, filtered, jumps, key } = await readLoadedRange(
    {
      ...ONLY_MATCHED,
      readMatched(_slug, range, filter) {
        asked.push(range, filter);
        return Promise.resolve(MATCHED);
      },
    },
    "trump",
    {
      address: "/t/trump?range=1h&mood=positive&list=emoji&zone=utc",
      range: { kind: "1h", from: NOW - 3_600, to: NOW },
    },
    NOW * 1_000,
  );
  strictEqual(key, "range=1h&mood=positive");
  deepStrictEqual(asked, [
    { from: NOW - 3_640, to: NOW + 20 },
    { sentiment: "positive" },
  ]);
  strictEqual(view?.series.posts.reduce((a, b) => a + b), 2);
  strictEqual(view?.series.t[0], NOW - 1_840);
  deepStrictEqual(filtered, {
    ...{ posts: 2, of: 50, since: NOW - 1_800, cut: true, gone: 0 },
  });
  deepStrictEqual(jumps, []);
});

Deno.test("readLoadedRange() shows what matches of the live window too", async () => {
  const { view } = await readLoadedRange(
    {
      ...ONLY_MATCHED,
      readMatched: (_slug, range) => Promise.resolve({ ...MATCHED, range }),
    },
    "trump",
    { address: "/t/trump?q=rain", range: { kind: "live" } },
    NOW * 1_000,
  );
  strictEqual(view?.kind, "live");
  strictEqual(view?.series.step, 60);
  strictEqual(view?.series.t.length, 16);
});
