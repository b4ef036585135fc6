import {
  batch,
  type ReadonlySignal,
  type Signal,
  useComputed,
  useSignal,
  useSignalEffect,
} from "@preact/signals";
import { useRef } from "preact/hooks";
import { countedParams } from "../../domain/request/address.ts";
import { followSeries } from "../../domain/live/window.ts";
import type { Series } from "../../domain/series/series.ts";
import { MINUTE } from "../../domain/time/range.ts";
import { usePolling } from "../live/hooks.ts";
import { live } from "../live/store.ts";
import { zone, zoneId } from "../address/address.ts";
import type { LoadedRange } from "./loaded_range.ts";

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
  const key = useComputed(() => countedParams(address.value).toString());
  const loadedAt = useRef(Date.now());

  async function load(signal: AbortSignal): Promise<void> {
    const wanted = key.peek();
    const { fetchRange } = await import("./fetch_range.ts");
    const shown = { key: wanted, zone: zoneId(zone.peek()) };
    const next = await fetchRange(slug, shown, nowMs(), signal);
    if (signal.aborted || wanted !== key.peek()) return;
    loadedAt.current = Date.now();
    batch(() => {
      loaded.value = next;
      state.value = "idle";
    });
  }
  useSignalEffect(() => {
    const { key: known, view } = loaded.peek();
    const calendar = view?.series.zone ?? null;
    const isKnown = calendar === null || !live.started.value ||
      calendar === zoneId(zone.value);
    if (key.value === known && isKnown) {
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
    // What matches a filter is read again instead.
    if (!last.view?.motion || last.filtered || now === before) return;
    const hasGap = (now.t[0] ?? 0) > (before.t.at(-1) ?? 0) ||
      now.t.at(-1)! >= (last.view.series.end ?? Infinity);
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

/** How soon outages must show. */
const QUIET_MS = 20_000;
/** How soon posts by source, or those that match a filter, must show: the live stream does not send them. */
const COUNTED_MS = 15_000;
const DRIFT_MS = 180_000;
const MINUTE_MS = 60_000;

/** After how many milliseconds to reload a range; Infinity if it does not change. */
export function refreshMs(
  { view, filtered, outages, sources }: LoadedRange,
  window: Series,
): number {
  if (view && !view.motion) return Infinity;
  const step = view?.series.step ?? MINUTE;
  // A quarter of a bucket: earlier, no change would be visible.
  if (sources || filtered) {
    return Math.max(COUNTED_MS, Math.min(DRIFT_MS, step * 250));
  }
  // What stood out is known once a bucket has ended.
  const drift = Math.max(MINUTE_MS, Math.min(DRIFT_MS, step * 1_000));
  if (view) return drift;
  const isQuiet = window.posts.includes(0) || outages.length > 0;
  return isQuiet ? QUIET_MS : drift;
}
