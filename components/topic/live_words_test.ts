import { deepStrictEqual } from "node:assert/strict";
import type { LiveStatus } from "../live/live_stream.ts";
import { type LiveFacts, liveWords } from "./live_words.ts";

const FACTS: LiveFacts = {
  now: 100_000,
  heardAt: 99_700,
  renderedAt: Date.UTC(2018, 0, 1, 14, 3, 20),
  paused: false,
};

const CASES: [status: LiveStatus, facts: Partial<LiveFacts>, words: string][] =
  [
    [{ kind: "still" }, {}, "as of 14:03:20 UTC"],
    [{ kind: "connecting" }, {}, "connecting"],
    [{ kind: "live" }, {}, "live · 0.3 s ago"],
    [{ kind: "live" }, { heardAt: 0 }, "live · 1 min ago"],
    [{ kind: "live" }, { heardAt: 101_000 }, "live · 0.0 s ago"],
    [{ kind: "live" }, { paused: true }, "paused"],
    [{ kind: "reconnecting", until: 102_100 }, {}, "Reconnecting in 3 s"],
    [{ kind: "reconnecting", until: 99_000 }, {}, "Reconnecting"],
    [
      { kind: "reconnecting", until: 101_000 },
      { paused: true },
      "Reconnecting in 1 s",
    ],
    [{ kind: "offline" }, {}, "offline"],
  ];

for (const [status, facts, words] of CASES) {
  Deno.test(`liveWords() says "${words}" when ${JSON.stringify(status)} ${JSON.stringify(facts)}`, () => {
    const { kind, word, detail } = liveWords(status, { ...FACTS, ...facts });
    deepStrictEqual(`${word}${detail}`.replaceAll("\u00a0", " "), words);
    deepStrictEqual(kind, word === "paused" ? "paused" : status.kind);
  });
}
