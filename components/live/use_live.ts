import { useEffect } from "preact/hooks";
import { followPage } from "./follow_page.ts";
import { live } from "./live.ts";
import type { LiveTopics } from "./live_topics.ts";
import { LiveStream } from "./stream.ts";

/**
 * Keeps `live` up to date while the component is on the page. One island of a
 * page calls this; the others only read `live`.
 *
 * @param slugs Topics to follow; all of them if left out.
 */
export function useLive(
  cursor: string,
  topics: LiveTopics,
  slugs?: readonly string[],
): void {
  useEffect(() => {
    const stop = new AbortController();
    const stream = new LiveStream(() => addressOf(live.cursor, slugs), live);
    live.start(cursor, topics);
    followPage(stream, { window: globalThis, document }, stop.signal);
    const tick = () => {
      if (document.visibilityState === "hidden") return;
      live.tick();
      stream.reopenIfSilent();
    };
    document.addEventListener("visibilitychange", tick, {
      signal: stop.signal,
    });
    const timer = setInterval(tick, 1_000);
    return () => {
      clearInterval(timer);
      stop.abort();
      live[Symbol.dispose]();
    };
  }, []);
}

function addressOf(cursor: string, slugs?: readonly string[]): string {
  const params = new URLSearchParams({ cursor });
  if (slugs) params.set("topic", slugs.join(","));
  return `/api/stream?${params}`;
}
