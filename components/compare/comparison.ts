import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { TopicSnapshot } from "../../domain/live/snapshot.ts";
import { followSeries } from "../../domain/live/window.ts";
import type { Series } from "../../domain/series/series.ts";
import type { WholeRange } from "../../domain/series/whole_range.ts";
import { askSeries } from "../live/ask_series.ts";
import { live } from "../live/live.ts";
import { pollWhileVisible } from "../live/poll_while_visible.ts";

/** How often one looks whether something must be asked. */
const EVERY_MS = 5_000;
/** The live window reaches back a quarter of an hour: what was read must not be older. */
const STALE_MS = 300_000;

/** It moves on for ever, and gets no longer. */
const MOTION = { slides: true, until: null };

/** A series, and the live window when it was read. */
interface Read {
  readonly series: Series;
  readonly window: Series | null;
  readonly atMs: number;
}

/** What {@linkcode useComparedSeries} begins with. */
interface RenderedSeries {
  /** By slug. */
  readonly series: ReadonlyMap<string, Series>;
  readonly snapshots: ReadonlyMap<string, TopicSnapshot>;
  readonly renderedAt: number;
}

/** Counts of each topic over a time, by slug: moved on by the live stream if it ends now. */
export function useComparedSeries(
  { series, snapshots, renderedAt }: RenderedSeries,
  { from, to, step, isLive }: WholeRange,
): ReadonlySignal<ReadonlyMap<string, Series>> {
  const read = useSignal<ReadonlyMap<string, Read>>(
    new Map(Array.from(series, ([slug, series]) => {
      const window = snapshots.get(slug)?.window ?? null;
      return [slug, { series, window, atMs: renderedAt }];
    })),
  );
  useEffect(() => {
    if (!isLive) return;
    const stop = new AbortController();
    pollWhileVisible(ask, document, stop.signal, { everyMs: EVERY_MS });
    return () => stop.abort();
  }, []);

  /** Asks again for what is not fresh, unless the window is held still. */
  async function ask(signal: AbortSignal): Promise<void> {
    if (live.paused.peek()) return;
    for (const [slug, { atMs }] of read.peek()) {
      const nowMs = live.now.value;
      if (nowMs - atMs < STALE_MS || !live.topics.peek().has(slug)) continue;
      const end = (Math.floor(nowMs / 1_000 / step) + 1) * step;
      const range = { from: end - (to - from), to: end };
      const series = await askSeries({ slug, ...range, step }, signal);
      const window = live.topics.peek().get(slug)?.window ?? null;
      const next = { series, window, atMs: nowMs };
      read.value = new Map(read.peek()).set(slug, next);
    }
  }

  return useComputed(() =>
    new Map(Array.from(read.value, ([slug, { series, window }]) => {
      const now = live.topics.value.get(slug)?.window;
      const moves = isLive && window && now;
      return [slug, moves ? followSeries(series, window, now, MOTION) : series];
    }))
  );
}
