import { deepStrictEqual } from "node:assert/strict";
import { type LiveFacts, liveWords } from "./status.ts";
import type { LiveStatus } from "./stream.ts";

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
    [{ kind: "live" }, { heardAt: 85_001 }, "live · 14 s ago"],
    [{ kind: "live" }, { heardAt: 85_000 }, "Nothing heard for 15 s"],
    [{ kind: "live" }, { heardAt: 1 }, "Nothing heard for 1 min"],
    [{ kind: "live" }, { heardAt: -9e6 }, "Nothing heard for 2 h"],
    [{ kind: "live" }, { late: 7 }, "No new data for 7.0 s"],
    [
      { kind: "live" },
      { late: 7, paused: true },
      "No new data for 7.0 s",
    ],
    [{ kind: "live" }, { late: 0 }, "live · 0.3 s ago"],
    [{ kind: "live" }, { heardAt: 101_000 }, "live · 0.0 s ago"],
    [{ kind: "live" }, { paused: true }, "paused"],
    [{ kind: "reconnecting", until: 102_100 }, {}, "Reconnecting in 3 s"],
    [{ kind: "reconnecting", until: 99_000 }, {}, "Reconnecting"],
    [
      { kind: "reconnecting", until: 101_000 },
      { paused: true },
      "Reconnecting in 1 s",
    ],
    [{ kind: "offline" }, { heardAt: 60_000 }, "Offline for 40 s"],
    [{ kind: "offline" }, { heardAt: 0 }, "Offline"],
    [{ kind: "resting" }, {}, "resting"],
  ];

for (const [status, facts, words] of CASES) {
  Deno.test(`liveWords() says "${words}" when ${JSON.stringify(status)} ${JSON.stringify(facts)}`, () => {
    const { kind, word, detail } = liveWords(status, { ...FACTS, ...facts });
    deepStrictEqual(`${word}${detail}`.replaceAll("\u00a0", " "), words);
    const stale = /^No(thing| new)/.test(words) ? "stale" : status.kind;
    deepStrictEqual(kind, word === "paused" ? "paused" : stale);
  });
}
