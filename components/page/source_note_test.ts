import { strictEqual } from "node:assert/strict";
import type { SourceHealth } from "../../domain/pipeline/pipeline.ts";
import { sourceNote } from "./source_note.ts";

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
  [[BLUESKY], "bluesky connected, 41 posts/s seen"],
  [
    [{ ...BLUESKY, rate: 0.44 }, x({ state: "down", detail: "no answer" })],
    "bluesky connected, 0.4 posts/s seen; x down: no answer",
  ],
  [[x({ state: "starting" })], "x connecting"],
  [[x({ state: "reading" })], "x read, 41 posts/s seen"],
  [
    [x({ state: "waiting", detail: "another process reads" })],
    "x waiting: another process reads",
  ],
  [
    [x({ state: "silent" })],
    "x not heard of: its process has ended, or cannot reach the database",
  ],
  [[x({ state: "ended" })], "x ended: there is no more to read"],
  [
    new Array<SourceHealth>(6).fill(x({ state: "starting" })),
    "x connecting; x connecting; x connecting; x connecting; 2 more",
  ],
];

for (const [sources, note] of NOTES) {
  Deno.test(`sourceNote() says "${note}"`, () => {
    strictEqual(sourceNote(sources).replaceAll("\u00a0", " "), note);
  });
}
