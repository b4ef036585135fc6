import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { fetchJson } from "../components/live/fetch.ts";
import { usePolling } from "../components/live/hooks.ts";
import { Wall, type WallTopic } from "../components/wall/Wall.tsx";
import type { Jump } from "../domain/schema/jumps.ts";
import type { Interruptions } from "../domain/series/outages.ts";
import type { Series } from "../domain/series/series.ts";
import type { TopicSummary } from "../domain/topic/topic.ts";

/** Props of {@linkcode LiveWall}. */
export interface LiveWallProps {
  topics: readonly WallTopic[];
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
  /** Seconds that each topic is shown alone; null to show all at once. */
  rotate: number | null;
  /** The topic that is shown first. */
  first: number;
}

const READ_MS = 10_000;

/** The last hour of some topics, read again and again; the screen stays on. */
export function LiveWall(props: LiveWallProps): VNode {
  const { renderedAt, rotate, first } = props;
  const topics = useSignal(props.topics);
  const readAt = useSignal(renderedAt);
  const now = useSignal(renderedAt);
  // The viewer's clock may be wrong.
  const { current: ahead } = useRef(renderedAt - Date.now());
  const tick = () => now.value = Date.now() + ahead;
  usePolling(async (signal) => {
    const read = await readTopics(topics.peek(), signal);
    if (read.length === 0) return; // the page says since when it is old
    topics.value = read;
    readAt.value = tick();
  }, { everyMs: READ_MS });
  useEffect(() => {
    const stop = new AbortController();
    const timer = setInterval(tick, 1_000);
    keepAwake(stop.signal);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, []);
  const passed = rotate === null
    ? 0
    : Math.floor((now.value - renderedAt) / 1_000 / rotate);
  const at = (first + passed) % topics.value.length;
  const shown = rotate === null ? topics.value : [topics.value[at]!];
  return <Wall topics={shown} readAt={readAt.value} now={now.value} />;
}

/** Reads the topics again that are still there. */
async function readTopics(
  before: readonly WallTopic[],
  signal: AbortSignal,
): Promise<WallTopic[]> {
  const summaries = await fetchJson<TopicSummary[]>("/api/topics", {}, signal);
  const kept = before.flatMap((topic) => {
    const summary = summaries.find(({ slug }) => slug === topic.slug);
    return summary ? [{ ...topic, lastPostAt: summary.lastPostAt }] : [];
  });
  return await Promise.all(kept.map(async (topic) => {
    const params = { topic: topic.slug, range: "1h", step: "60" };
    const [{ outages, ...series }, { jumps }] = await Promise.all([
      fetchJson<Series & Interruptions>("/api/series", params, signal),
      fetchJson<{ jumps: Jump[] }>("/api/jumps", params, signal),
    ]);
    return { ...topic, series, outages, jump: jumps.at(-1) ?? null };
  }));
}

/** Keeps the screen on while the page is visible, where browsers can. */
function keepAwake(signal: AbortSignal): void {
  const lock = () => {
    if (document.visibilityState !== "visible") return;
    void navigator.wakeLock?.request("screen")
      .then((lock) => {
        if (signal.aborted) void lock.release();
      }, () => {}); // such as on battery: the screen goes dark as set
  };
  document.addEventListener("visibilitychange", lock, { signal });
  lock();
}
