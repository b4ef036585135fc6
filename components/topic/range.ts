import {
  batch,
  type ReadonlySignal,
  type Signal,
  useComputed,
  useSignal,
  useSignalEffect,
} from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { followSeries } from "../../domain/live/window.ts";
import { timeParams } from "../../domain/request/time_params.ts";
import type { Series } from "../../domain/series/series.ts";
import { live } from "../live/live.ts";
import { pollWhileVisible } from "../live/poll_while_visible.ts";
import { askRange } from "./ask_range.ts";
import type { LoadedRange } from "./loaded_range.ts";
import { refreshMs } from "./refresh_ms.ts";

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
