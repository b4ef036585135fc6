import type { Pipeline } from "../../domain/pipeline/pipeline.ts";

/** 2026-01-31T12:00:00Z in seconds. */
const NOON = 1_769_860_800;

/** A pipeline at noon: Bluesky is live for three hours, X down for a minute. */
export function makePipeline(given: Partial<Pipeline> = {}): Pipeline {
  const told = { notice: null, seen: NOON - 2, events: 20_761 };
  return {
    at: NOON,
    sources: [
      {
        ...told,
        source: "bluesky:",
        name: "bluesky",
        state: "live",
        detail: "connected to jetstream1.us-east.bsky.network",
        since: NOON - 3 * 3_600,
        rate: 41.2,
      },
      {
        ...told,
        source: "x:",
        name: "x",
        state: "down",
        detail: "no answer; tries again in 8 s",
        since: NOON - 60,
        rate: 0,
      },
    ],
    log: { kind: "embedded", newest: 12_345, waiting: 7 },
    storage: {
      committed: NOON - 3,
      received: NOON - 4,
      posts: 20_761,
      skipped: [
        { reason: "duplicate", count: 1_200, lastDay: 12 },
        { reason: "malformed", count: 3, lastDay: 0 },
      ],
    },
    poller: { behind: 2, looked: NOON - 1 },
    viewers: 3,
    gaps: [
      {
        source: "x:",
        from: NOON - 60,
        to: null,
        why: "no answer",
        recovered: false,
      },
      {
        source: "bluesky:",
        from: NOON - 86_400,
        to: NOON - 86_400 + 360,
        why: "closed by the server",
        recovered: true,
      },
    ],
    spending: {
      day: "2026-01-31",
      posts: 812,
      limit: 2_000,
      cost: 4.06,
      renews: NOON + 12 * 3_600,
    },
    ...given,
  };
}
