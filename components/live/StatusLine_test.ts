import { deepStrictEqual } from "node:assert/strict";
import { describeStatus, type StatusFacts } from "./StatusLine.tsx";
import type { LiveStatus } from "./stream.ts";

const FACTS: StatusFacts = {
  now: 100_000,
  heardAt: 99_700,
  renderedAt: Date.UTC(2018, 0, 1, 14, 3, 20),
  paused: false,
};

const CASES: [
  status: LiveStatus,
  facts: Partial<StatusFacts>,
  words: string,
][] = [
  [{ kind: "idle" }, {}, "As of 14:03:20 UTC"],
  [{ kind: "connecting" }, {}, "Connecting"],
  [{ kind: "live" }, {}, "Live · 0.3 s ago"],
  [{ kind: "live" }, { heardAt: 85_001 }, "Live · 14 s ago"],
  [{ kind: "live" }, { heardAt: 85_000 }, "No signal for 15 s"],
  [{ kind: "live" }, { heardAt: 1 }, "No signal for 1 min"],
  [{ kind: "live" }, { heardAt: -9e6 }, "No signal for 2 h"],
  [{ kind: "live" }, { late: 7 }, "No new data for 7.0 s"],
  [
    { kind: "live" },
    { late: 7, paused: true },
    "No new data for 7.0 s",
  ],
  [{ kind: "live" }, { late: 0 }, "Live · 0.3 s ago"],
  [{ kind: "live" }, { heardAt: 101_000 }, "Live · 0.0 s ago"],
  [{ kind: "live" }, { paused: true }, "Paused"],
  [{ kind: "reconnecting", until: 102_100 }, {}, "Reconnecting in 3 s"],
  [{ kind: "reconnecting", until: 99_000 }, {}, "Reconnecting"],
  [
    { kind: "reconnecting", until: 101_000 },
    { paused: true },
    "Reconnecting in 1 s",
  ],
  [{ kind: "offline" }, { heardAt: 60_000 }, "Offline for 40 s"],
  [{ kind: "offline" }, { heardAt: 0 }, "Offline"],
  [{ kind: "suspended" }, {}, "Paused in background"],
];

for (const [status, facts, words] of CASES) {
  Deno.test(`describeStatus() says "${words}" when ${JSON.stringify(status)} ${JSON.stringify(facts)}`, () => {
    const { kind, label, detail } = describeStatus(status, {
      ...FACTS,
      ...facts,
    });
    deepStrictEqual(`${label}${detail}`.replaceAll("\u00a0", " "), words);
    const stale = /^No (signal|new)/.test(words) ? "stale" : status.kind;
    deepStrictEqual(kind, label === "Paused" ? "paused" : stale);
  });
}
