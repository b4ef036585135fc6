import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { MinuteCounts } from "../../domain/series/minute_counts.ts";
import { live } from "../live/live.ts";
import { pollWhileVisible } from "../live/poll_while_visible.ts";
import { askMinutes } from "./ask_minutes.ts";

/** How often one looks whether something must be asked. */
const REFRESH_MS = 5_000;
/** The live window reaches back a quarter of an hour: what was read must reach into it. */
const STALE_S = 300;

/** Posts by the minute of each topic, by slug. */
type Minutes = ReadonlyMap<string, MinuteCounts>;

/** What was rendered, asked for again before the live window has moved away from it. */
export function useMinutes(rendered: Minutes): ReadonlySignal<Minutes> {
  const minutes = useSignal(rendered);
  useEffect(() => {
    const stop = new AbortController();
    pollWhileVisible(
      async (signal) => {
        const nowMs = live.now.value;
        for (const slug of live.topics.peek().keys()) {
          if (!isStale(minutes.peek().get(slug), nowMs)) continue;
          const counts = await askMinutes(slug, nowMs, signal);
          minutes.value = new Map(minutes.peek()).set(slug, counts);
        }
      },
      document,
      stop.signal,
      { everyMs: REFRESH_MS },
    );
    return () => stop.abort();
  }, []);
  return minutes;
}

function isStale(counts: MinuteCounts | undefined, nowMs: number): boolean {
  if (!counts) return true;
  const end = counts.from + counts.posts.length * 60;
  return nowMs / 1_000 > end + STALE_S;
}
