import {
  batch,
  type ReadonlySignal,
  type Signal,
  useComputed,
  useSignal,
  useSignalEffect,
} from "@preact/signals";
import { useRef } from "preact/hooks";
import { followSeries, type Motion } from "../../domain/live/window.ts";
import {
  type PageRange,
  rangeMotion,
  readPageRange,
  timeParams,
} from "../../domain/request/range.ts";
import { termsSpan } from "../../domain/request/terms.ts";
import type { Interruptions, Outage } from "../../domain/series/outages.ts";
import {
  cutSeries,
  type Series,
  severalSources,
  type SourceSeries,
} from "../../domain/series/series.ts";
import { MINUTE, viewStep } from "../../domain/time/range.ts";
import { seriesSpan } from "../chart/data.ts";
import { fetchJson } from "../live/fetch.ts";
import { usePolling } from "../live/hooks.ts";
import { live } from "../live/store.ts";

/** How often a page checks whether its range is due for a reload. */
const CHECK_MS = 5_000;

/** Result of {@linkcode useRange}. */
interface RangeState {
  readonly loaded: ReadonlySignal<LoadedRange>;
  readonly state: ReadonlySignal<"idle" | "loading" | "failed">;
}

/**
 * The data of a page's range: loaded when the address changes, extended by the
 * live window, and reloaded now and then so that it does not drift.
 */
export function useRange(
  slug: string,
  rendered: LoadedRange,
  address: ReadonlySignal<string>,
  window: ReadonlySignal<Series>,
): RangeState {
  const loaded = useSignal(rendered);
  const state = useSignal<RangeState["state"]["value"]>("idle");
  const key = useComputed(() => timeParams(address.value).toString());
  const loadedAt = useRef(Date.now());

  async function load(signal: AbortSignal): Promise<void> {
    const wanted = key.peek();
    const next = await fetchRange(slug, wanted, nowMs(), signal);
    if (signal.aborted || wanted !== key.peek()) return;
    loadedAt.current = Date.now();
    batch(() => {
      loaded.value = next;
      state.value = "idle";
    });
  }
  useSignalEffect(() => {
    if (key.value === loaded.peek().key) {
      state.value = "idle";
      return;
    }
    const stop = new AbortController();
    state.value = "loading";
    load(stop.signal).catch(() => {
      if (!stop.signal.aborted) state.value = "failed";
    });
    return () => stop.abort();
  });
  useMotion(loaded, window, loadedAt);
  usePolling(async (signal) => {
    const isLive = live.connection.peek().kind === "live";
    if (!isLive || live.paused.peek()) return;
    const ageMs = Date.now() - loadedAt.current;
    const isDue = state.peek() === "failed" || state.peek() === "idle" &&
        ageMs >= refreshMs(loaded.peek(), window.peek());
    if (isDue) await load(signal);
  }, { everyMs: CHECK_MS });
  return { loaded, state };
}

/** Extends the range by the live window; a gap between the two makes a reload due. */
function useMotion(
  loaded: Signal<LoadedRange>,
  window: ReadonlySignal<Series>,
  loadedAt: { current: number },
): void {
  const followed = useRef(window.peek());
  useSignalEffect(() => {
    const now = window.value;
    const before = followed.current;
    followed.current = now;
    const last = loaded.peek();
    if (!last.view?.motion || now === before) return;
    const hasGap = (now.t[0] ?? 0) > (before.t.at(-1) ?? 0);
    if (hasGap) loadedAt.current = 0;
    const { series, motion } = last.view;
    const next = followSeries(series, before, now, motion);
    loaded.value = { ...last, view: { ...last.view, series: next } };
  });
  useSignalEffect(() => {
    // Posts that arrived while disconnected may lie before the window.
    if (live.connection.value.kind === "reconnecting") loadedAt.current = 0;
  });
}

/** The current time, by the server's clock if it is known. */
export function nowMs(): number {
  return live.now.peek() || Date.now();
}

/** Response of `/api/series`. */
type SeriesResponse =
  & Series
  & Interruptions
  & Partial<Pick<SourceSeries, "sources">>;

async function fetchRange(
  slug: string,
  key: string,
  nowMs: number,
  signal: AbortSignal,
): Promise<LoadedRange> {
  const range = readPageRange(new URLSearchParams(key), nowMs);
  const isWindow = range.kind === "live" || range.kind === "5m";
  const response = await fetchJson<SeriesResponse>("/api/series", {
    ...Object.fromEntries(new URLSearchParams(key)),
    ...stepParams(range),
    topic: slug,
  }, signal);
  const { outages } = response;
  const sources = severalSources(
    response.sources ? { t: response.t, sources: response.sources } : null,
  );
  if (isWindow) return { key, view: null, outages, sources };

  const series = cutSeries(response, nowMs / 1_000);
  const motion = rangeMotion(range, seriesSpan(series).to, nowMs);
  const view = { kind: range.kind, series, motion };
  return { key, view, outages, sources };
}

/** The step of a range, and whether to read it by source: sources are counted by the minute. */
function stepParams(range: PageRange): Record<string, string> {
  if (range.kind === "all") return { by: "source" };
  if (range.kind === "live") return { step: String(MINUTE), by: "source" };
  if (range.kind === "5m") return {};
  const step = viewStep(range.to - range.from);
  return {
    step: String(step),
    ...(step % MINUTE === 0 && { by: "source" }),
  };
}

/** How soon outages must show. */
const QUIET_MS = 20_000;
/** How soon posts by source must show, which the live stream does not send. */
const SOURCES_MS = 15_000;
const DRIFT_MS = 180_000;

/** After how many milliseconds to reload a range; Infinity if it does not change. */
export function refreshMs(
  { view, outages, sources }: LoadedRange,
  window: Series,
): number {
  if (view && !view.motion) return Infinity;
  const step = view?.series.step ?? MINUTE;
  // A quarter of a bucket: earlier, no change would be visible.
  if (sources) return Math.max(SOURCES_MS, Math.min(DRIFT_MS, step * 250));
  if (view) return DRIFT_MS;
  const isQuiet = window.posts.includes(0) || outages.length > 0;
  return isQuiet ? QUIET_MS : DRIFT_MS;
}

/** The data of a range. */
export interface LoadedRange {
  /** The time parameters of its address. */
  readonly key: string;
  /** Null for the live window, which the stream sends. */
  readonly view: RangeView | null;
  readonly outages: readonly Outage[];
  /** Posts by source; null unless there are several. */
  readonly sources: SourceSeries | null;
}

/** A range that charts show instead of the live window. */
export interface RangeView {
  readonly kind: PageRange["kind"];
  readonly series: Series;
  /** How it moves with time; null if it lies in the past. */
  readonly motion: Motion | null;
}

/** A present after every time that an address may name: the words do not depend on it. */
const LATEST_MS = 253_402_300_799_000;

/** Names the range of an address, as in `Mood, 7 d`; null for the live window. */
export function describeRange(key: string): string | null {
  const range = readPageRange(new URLSearchParams(key), LATEST_MS);
  if (range.kind === "live") return null;
  return termsSpan(range, LATEST_MS).words.replace("last ", "");
}
