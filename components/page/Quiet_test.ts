import { strictEqual } from "node:assert/strict";
import type { SourceHealth } from "../../domain/pipeline/pipeline.ts";
import { sourceNote } from "./Quiet.tsx";

const BLUESKY: SourceHealth = {
  source: "bluesky:",
  name: "bluesky",
  state: "live",
  detail: "connected",
  notice: null,
  since: 0,
  seen: 60,
  events: 7,
  rate: 41.2,
};

const x = (given: Partial<SourceHealth>): SourceHealth => ({
  ...BLUESKY,
  source: "x:",
  detail: "",
  ...given,
});

const NOTES: [sources: SourceHealth[], note: string][] = [
  [[], ""],
  [[BLUESKY], "reading 41 posts/s from bluesky"],
  [
    [{ ...BLUESKY, rate: 0.44 }, x({ state: "down", detail: "no answer" })],
    "reading 0.4 posts/s from bluesky; x is down: no answer",
  ],
  [[x({ state: "starting" })], "connecting to x"],
  [[x({ state: "reading" })], "reading 41 posts/s from x"],
  [
    [x({ state: "waiting", detail: "another process reads" })],
    "x is waiting: another process reads",
  ],
  [
    [x({ state: "silent" })],
    "x sends no heartbeat: its process has ended, or the database is unreachable",
  ],
  [[x({ state: "ended" })], "x: read to the end"],
  [
    new Array<SourceHealth>(6).fill(x({ state: "starting" })),
    "connecting to x; connecting to x; connecting to x; connecting to x; 2 more",
  ],
];

for (const [sources, note] of NOTES) {
  Deno.test(`sourceNote() says "${note}"`, () => {
    strictEqual(sourceNote(sources).replaceAll("\u00a0", " "), note);
  });
}
