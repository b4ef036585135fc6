import { deepStrictEqual } from "node:assert/strict";
import { makePipeline } from "../tests/support/pipeline.ts";
import { findHealthEvents } from "./alerts.ts";

const { sources, spending, at } = makePipeline();

Deno.test("findHealthEvents() reports a source that is away for a minute, not one that just left", () => {
  const away = { kind: "source", source: "x:", since: at - 60 } as const;
  const reason = "no answer; tries again in 8 s";
  const health = { sources, spending: null };
  deepStrictEqual(findHealthEvents(health, at), [{ ...away, reason }]);
  deepStrictEqual(findHealthEvents(health, at - 1), []);
});

Deno.test("findHealthEvents() reports spending from four fifths of the limit on", () => {
  const eventsAt = (posts: number, limit: number | null) =>
    findHealthEvents({
      sources: [],
      spending: { ...spending!, posts, limit },
    }, at);
  deepStrictEqual(eventsAt(1_599, 2_000), []);
  deepStrictEqual(eventsAt(1_600, 2_000), [
    { kind: "spending", posts: 1_600, limit: 2_000, day: 20_484 },
  ]);
  deepStrictEqual(eventsAt(9_000, null), []);
});
