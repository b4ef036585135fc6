import { strictEqual } from "node:assert/strict";
import type { Outage } from "../../domain/pipeline/outage.ts";
import { outageWords } from "./outage_words.ts";

const NOON = Date.UTC(2026, 0, 31, 12, 3, 20) / 1_000;

const OUTAGE: Outage = {
  from: NOON,
  to: NOON + 360,
  sources: ["bluesky:"],
  reasons: ["no answer"],
};

const CASES: [given: Partial<Outage>, withDate: boolean, words: string][] = [
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

for (const [given, withDate, words] of CASES) {
  Deno.test(`outageWords() says "${words}"`, () => {
    strictEqual(outageWords({ ...OUTAGE, ...given }, "UTC", withDate), words);
  });
}
