import {
  batch,
  type ReadonlySignal,
  type Signal,
  useComputed,
  useSignal,
  useSignalEffect,
} from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
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
import { viewStep } from "../../domain/time/steps.ts";
import { seriesSpan } from "../chart/data.ts";
import { fetchJson } from "../live/fetch.ts";
import { pollWhileVisible } from "../live/hooks.ts";
import { live } from "../live/store.ts";

/** How often one looks whether something must be asked. */
const LOOK_MS = 5_000;

/** What {@linkcode useRange} gives to its component. */
interface UsedRange {
  /** Kept up to date if it goes on with time. */
  readonly loaded: ReadonlySignal<LoadedRange>;
  readonly state: ReadonlySignal<"still" | "loading" | "failed">;
}

/**
 * What the page shows of the time that its address asks for: as rendered at
 * first, moved on by the live window, and asked for again now and then, so
 * that nothing drifts.
 *
 * @param window The live window; without gaps while it is followed.
 */
export function useRange(
  slug: string,
  rendered: LoadedRange,
  address: ReadonlySignal<string>,
  window: ReadonlySignal<Series>,
): UsedRange {
  const loaded = useSignal(rendered);
  const state = useSignal<UsedRange["state"]["value"]>("still");
  const key = useComputed(() => timeParams(address.value).toString());
  const askedAt = useRef(Date.now());

  async function load(signal: AbortSignal): Promise<void> {
    const wanted = key.peek();
    const next = await askRange(slug, wanted, nowMs(), signal);
    if (signal.aborted || wanted !== key.peek()) return;
    askedAt.current = Date.now();
    batch(() => {
      loaded.value = next;
      state.value = "still";
    });
  }
  useSignalEffect(() => {
    if (key.value === loaded.peek().key) {
      state.value = "still";
      return;
    }
    const stop = new AbortController();
    state.value = "loading";
    load(stop.signal).catch(() => {
      if (!stop.signal.aborted) state.value = "failed";
    });
    return () => stop.abort();
  });
  useMotion(loaded, window, askedAt);
  useRefresh(
    load,
    () =>
      state.peek() === "failed" || state.peek() === "still" &&
        Date.now() - askedAt.current >= refreshMs(loaded.peek(), window.peek()),
  );
  return { loaded, state };
}

/** Moves what goes on with time on with the live window; what the window has lost is to be asked for. */
function useMotion(
  loaded: Signal<LoadedRange>,
  window: ReadonlySignal<Series>,
  askedAt: { current: number },
): void {
  const followed = useRef(window.peek());
  useSignalEffect(() => {
    const now = window.value;
    const before = followed.current;
    followed.current = now;
    const last = loaded.peek();
    if (!last.view?.motion || now === before) return;
    const isTorn = (now.t[0] ?? 0) > (before.t.at(-1) ?? 0);
    if (isTorn) askedAt.current = 0;
    const { series, motion } = last.view;
    const next = followSeries(series, before, now, motion);
    loaded.value = { ...last, view: { ...last.view, series: next } };
  });
  useSignalEffect(() => {
    // What came while nobody was connected may lie before the window.
    if (live.connection.value.kind === "reconnecting") askedAt.current = 0;
  });
}

/** Asks again when it is due, unless the page is held still or not connected. */
function useRefresh(
  load: (signal: AbortSignal) => Promise<void>,
  isDue: () => boolean,
): void {
  useEffect(() => {
    const stop = new AbortController();
    pollWhileVisible(
      async (signal) => {
        const isLive = live.connection.peek().kind === "live";
        if (isLive && !live.paused.peek() && isDue()) await load(signal);
      },
      document,
      stop.signal,
      { everyMs: LOOK_MS },
    );
    return () => stop.abort();
  }, []);
}

/** By the server's clock, if it is known. */
function nowMs(): number {
  return live.now.peek() || Date.now();
}

/** What `/api/series` answers. */
type Answer =
  & Series
  & Interruptions
  & Partial<Pick<SourceSeries, "sources">>;

const MINUTE = 60;

/** Asks the server for all that a page shows of a time. */
async function askRange(
  slug: string,
  key: string,
  nowMs: number,
  signal: AbortSignal,
): Promise<LoadedRange> {
  const range = readPageRange(new URLSearchParams(key), nowMs);
  const isWindow = range.kind === "live" || range.kind === "5m";
  const answer = await fetchJson<Answer>("/api/series", {
    ...Object.fromEntries(new URLSearchParams(key)),
    ...stepParams(range),
    topic: slug,
  }, signal);
  const { outages } = answer;
  const sources = severalSources(
    answer.sources ? { t: answer.t, sources: answer.sources } : null,
  );
  if (isWindow) return { key, view: null, outages, sources };

  const series = cutSeries(answer, nowMs / 1_000);
  const { from, to } = range.kind === "all" ? seriesSpan(series) : range;
  const motion = rangeMotion(range, seriesSpan(series).to, nowMs);
  const { kind } = range;
  const view = { kind, from, to, series, outages, motion };
  return { key, view, outages, sources };
}

/** In which steps to ask, and whether by source: those are counted by the minute. */
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

/** How soon gaps of a source are to be seen. */
const QUIET_MS = 20_000;
/** How soon posts by source are to be seen, which the live stream does not bring. */
const SOURCES_MS = 15_000;
const DRIFT_MS = 180_000;

/** After how many milliseconds to ask again for what a page shows; Infinity if it does not change. */
export function refreshMs(
  { view, outages, sources }: LoadedRange,
  window: Series,
): number {
  if (view && !view.motion) return Infinity;
  const step = view?.series.step ?? 60;
  // A share of a bucket: what has changed cannot be seen before.
  if (sources) return Math.max(SOURCES_MS, Math.min(DRIFT_MS, step * 250));
  if (view) return DRIFT_MS;
  const isQuiet = window.posts.includes(0) || outages.length > 0;
  return isQuiet ? QUIET_MS : DRIFT_MS;
}

/** What was read of a time that the page shows. */
export interface LoadedRange {
  /** The parameters of the address that ask for it. */
  readonly key: string;
  /** Null for the live window, which the stream brings. */
  readonly view: RangeView | null;
  /** When nothing could be read. */
  readonly outages: readonly Outage[];
  /** Posts by source; null if there are not several. */
  readonly sources: SourceSeries | null;
}

/** A time that charts show instead of the live window. */
export interface RangeView {
  readonly kind: PageRange["kind"];
  readonly series: Series;
  /** How it goes on with time; null if it lies in the past. */
  readonly motion: Motion | null;
}

/** What to call the time that parameters of an address ask for, as in `Mood, 7 d`; null for the live window. */
export function timeWords(key: string): string | null {
  const range = readPageRange(new URLSearchParams(key), 0);
  if (range.kind === "live") return null;
  return termsSpan(range, 0).words.replace("last ", "");
}
