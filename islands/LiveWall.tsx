import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { fetchJson, fetchSeries } from "../components/live/fetch.ts";
import { usePolling } from "../components/live/hooks.ts";
import { wallSpan } from "../components/wall/span.ts";
import { Wall, type WallTopic } from "../components/wall/Wall.tsx";
import type { Jump } from "../domain/schema/jumps.ts";
import type { CalendarStep } from "../domain/series/buckets.ts";
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
  /** What a bar spans. */
  unit: CalendarStep;
}

const READ_MS = 10_000;

/** The last units of time of some topics, read again and again; the screen stays on. */
export function LiveWall(props: LiveWallProps): VNode {
  const { renderedAt, rotate, first, unit } = props;
  const topics = useSignal(props.topics);
  const readAt = useSignal(renderedAt);
  const now = useSignal(renderedAt);
  // The viewer's clock may be wrong.
  const { current: ahead } = useRef(renderedAt - Date.now());
  const tick = () => now.value = Date.now() + ahead;
  usePolling(async (signal) => {
    const read = await readTopics(
      topics.peek(),
      wallSpan(unit, Date.now() + ahead),
      signal,
    );
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
  return (
    <Wall
      topics={shown}
      per={unit.per}
      readAt={readAt.value}
      now={now.value}
    />
  );
}

/** Reads the topics again that are still there. */
async function readTopics(
  before: readonly WallTopic[],
  { from, to, step, jumpStep }: ReturnType<typeof wallSpan>,
  signal: AbortSignal,
): Promise<WallTopic[]> {
  const summaries = await fetchJson<TopicSummary[]>("/api/topics", {}, signal);
  const kept = before.flatMap((topic) => {
    const summary = summaries.find(({ slug }) => slug === topic.slug);
    return summary ? [{ ...topic, lastPostAt: summary.lastPostAt }] : [];
  });
  return await Promise.all(kept.map(async (topic) => {
    const { slug } = topic;
    const times = { from: `${from}`, to: `${to}`, step: `${jumpStep}` };
    const params = { topic: slug, ...times };
    const [{ outages, ...series }, { jumps }] = await Promise.all([
      fetchSeries({ slug, from, to, step }, signal),
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
