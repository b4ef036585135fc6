import { strictEqual } from "node:assert/strict";
import type { Outage } from "../../domain/series/outages.ts";
import { makeWindow } from "../../tests/support/posts.ts";
import { describeChart, describeOutage, formatBucket } from "./describe.ts";

const CASES: [step: number, withDate: boolean, expected: string][] = [
  [60, false, "13:37"],
  [10, false, "13:37:20"],
  [3_600, true, "4 May 2009, 13:37"],
  [86_400, true, "4 May 2009"],
];

for (const [step, withDate, expected] of CASES) {
  Deno.test(`formatBucket() writes a bucket of ${step} s as "${expected}"`, () => {
    const t = Date.UTC(2009, 4, 4, 13, 37, 20) / 1_000;
    strictEqual(formatBucket(t, step, "UTC", withDate), expected);
  });
}

const series = makeWindow([1, 2], 890);

Deno.test("describeChart() says what is shown of which time, and what it comes to", () => {
  strictEqual(
    describeChart(
      "Posts",
      "3 in total",
      { buckets: series, outages: [] },
      "UTC",
    ),
    "Posts from 1 Jan 1970, 00:14:40 to 1 Jan 1970, 00:15:00 UTC: 3 in total.",
  );
});

Deno.test("describeChart() lists the newest three interruptions", () => {
  const outages = [1, 2, 3, 4].map((n) => ({
    from: n * 100,
    to: n * 100 + 60,
    sources: [`source ${n}`],
    reasons: [],
  }));
  const summary = describeChart(
    "Posts",
    "none",
    { buckets: series, outages },
    "UTC",
  );
  strictEqual(
    summary.split("No data: source ").map((part) => part[0]).join(),
    "P,2,3,4",
  );
});

Deno.test("describeChart() says if there is no time", () => {
  strictEqual(
    describeChart(
      "Posts",
      "none",
      { buckets: makeWindow([], 0), outages: [] },
      "UTC",
    ),
    "Posts from no time at all: none.",
  );
});

const NOON = Date.UTC(2026, 0, 31, 12, 3, 20) / 1_000;

const OUTAGE: Outage = {
  from: NOON,
  to: NOON + 360,
  sources: ["bluesky:"],
  reasons: ["no answer"],
};

const OUTAGE_CASES: [
  given: Partial<Outage>,
  withDate: boolean,
  words: string,
][] = [
  [{}, false, "bluesky was away 12:03 to 12:09: no answer"],
  [{ to: null }, false, "bluesky is away since 12:03: no answer"],
  [{}, true, "bluesky was away 31 Jan 2026, 12:03 to 12:09: no answer"],
  [
    { to: NOON + 86_400 },
    true,
    "bluesky was away 31 Jan 2026, 12:03 to 1 Feb 2026, 12:03: no answer",
  ],
  [
    {
      sources: ["mastodon://mastodon.social", "x:"],
      reasons: ["no answer", "token refused"],
    },
    false,
    "mastodon.social and x were away 12:03 to 12:09: no answer; token refused",
  ],
  [{ reasons: [""] }, false, "bluesky was away 12:03 to 12:09"],
];

for (const [given, withDate, words] of OUTAGE_CASES) {
  Deno.test(`describeOutage() says "${words}"`, () => {
    strictEqual(
      describeOutage({ ...OUTAGE, ...given }, "UTC", withDate),
      words,
    );
  });
}
