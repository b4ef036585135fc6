import { strictEqual } from "node:assert/strict";
import type { Outage } from "../../domain/series/outages.ts";
import { makeWindow } from "../../tests/support/posts.ts";
import { describeChart, describeOutage } from "./describe.ts";
import { timeAxis } from "./time_axis.ts";

const axis = timeAxis(makeWindow([1, 2], 890), "UTC", false);

Deno.test("describeChart() says what is shown of which time, and what it comes to", () => {
  strictEqual(
    describeChart(
      "Posts",
      "3 in total",
      { axis, outages: [] },
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
    { axis, outages },
  );
  strictEqual(
    summary.split("No data: source ").map((part) => part[0]).join(),
    "P,2,3,4",
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
      describeOutage({ ...OUTAGE, ...given }, axis, withDate),
      words,
    );
  });
}
