import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { WholeRange } from "../../domain/series/whole_range.ts";
import { pollWhileVisible } from "../live/poll_while_visible.ts";

/** What spans so many seconds is asked for again each so many milliseconds. */
const MS_PER_SECOND = 2;
const SOONEST_MS = 4_000;
const LATEST_MS = 60_000;

/** What {@linkcode useAsked} begins with. */
export interface AskedOptions<T> {
  readonly rendered: T;
  /** When the server rendered it, in epoch milliseconds. */
  readonly renderedAt: number;
  readonly range: WholeRange;
}

/** What {@linkcode useAsked} gives to its component. */
interface Asked<T> {
  readonly shown: ReadonlySignal<T>;
  /** Whether the server did not answer when it was asked last. */
  readonly isLate: ReadonlySignal<boolean>;
}

/**
 * What was rendered, asked for again while it is looked at, if its time ends
 * now. It holds no connection: a page may embed many charts, and browsers open
 * few connections to one server.
 */
export function useAsked<T>(
  ask: (range: WholeRange, signal: AbortSignal) => Promise<T>,
  { rendered, renderedAt, range }: AskedOptions<T>,
): Asked<T> {
  const shown = useSignal(rendered);
  const isLate = useSignal(false);
  const { from, to, step, isLive } = range;

  useEffect(() => {
    if (!isLive) return;
    const stop = new AbortController();
    // The viewer's clock may be wrong.
    const offset = renderedAt - Date.now();
    pollWhileVisible(
      async (signal) => {
        const now = (Date.now() + offset) / 1_000;
        const end = (Math.floor(now / step) + 1) * step;
        const next = { ...range, from: end - (to - from), to: end };
        shown.value = await ask(next, signal);
        isLate.value = false;
      },
      document,
      stop.signal,
      { everyMs: paceOf(to - from), onFail: () => isLate.value = true },
    );
    return () => stop.abort();
  }, []);

  return { shown, isLate };
}

function paceOf(seconds: number): number {
  const ms = MS_PER_SECOND * seconds;
  return Math.min(LATEST_MS, Math.max(SOONEST_MS, ms));
}
