import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { fetchJson } from "../components/live/fetch.ts";
import { Wall, type WallTopic } from "../components/wall/Wall.tsx";
import type { Jump } from "../domain/schema/jumps.ts";
import type { Interruptions } from "../domain/series/outages.ts";
import type { Series } from "../domain/series/series.ts";
import { sleep } from "../domain/time/retry.ts";
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
  useEffect(() => {
    const stop = new AbortController();
    // By the server's clock, as far as it is known from the page.
    const ahead = renderedAt - Date.now();
    const tick = () => now.value = Date.now() + ahead;
    const timer = setInterval(tick, 1_000);
    void keepReading(async () => {
      topics.value = await readTopics(topics.peek(), stop.signal);
      readAt.value = tick();
    }, stop.signal);
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

async function keepReading(
  read: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await sleep(READ_MS, signal);
    if (!signal.aborted) await read().catch(() => {}); // the page says since when
  }
}

async function readTopics(
  before: readonly WallTopic[],
  signal: AbortSignal,
): Promise<WallTopic[]> {
  const summaries = await fetchJson<TopicSummary[]>("/api/topics", {}, signal);
  return await Promise.all(before.map(async (topic) => {
    const { slug } = topic;
    const params = { topic: slug, range: "1h", step: "60" };
    const [{ outages, ...series }, { jumps }] = await Promise.all([
      fetchJson<Series & Interruptions>("/api/series", params, signal),
      fetchJson<{ jumps: Jump[] }>("/api/jumps", params, signal),
    ]);
    const summary = summaries.find((one) => one.slug === slug);
    const lastPostAt = summary?.lastPostAt ?? topic.lastPostAt;
    return {
      ...topic,
      series,
      outages,
      lastPostAt,
      jump: jumps.at(-1) ?? null,
    };
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
