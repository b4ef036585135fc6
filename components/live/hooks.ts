import { useEffect } from "preact/hooks";
import { backoffMs } from "../../domain/time/retry.ts";
import { live, type LiveTopics } from "./store.ts";
import { LiveStream, RETRY } from "./stream.ts";

/**
 * Keeps `live` up to date while the component is mounted. One island of a page
 * calls this; the others only read `live`.
 *
 * @param slugs Topics to follow. @default all
 */
export function useLive(
  cursor: string,
  topics: LiveTopics,
  slugs?: readonly string[],
): void {
  useEffect(() => {
    const stop = new AbortController();
    const stream = new LiveStream(() => streamAddress(slugs), live);
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

function streamAddress(slugs?: readonly string[]): string {
  const params = new URLSearchParams({ cursor: live.cursor });
  if (slugs) params.set("topic", slugs.join(","));
  return `/api/stream?${params}`;
}

/** The part of a document that says whether the page is visible. */
type Visibility = EventTarget & { readonly visibilityState: string };

/** Options for {@linkcode followPage}. */
export interface FollowPageOptions {
  /** How long a hidden page stays connected. @default {60_000} */
  hiddenMs?: number;
}

/**
 * Connects while the page is visible: not in the back-forward cache, not after
 * it was hidden for a while, and at once when the network is back.
 */
export function followPage(
  stream: Pick<LiveStream, "open" | "close" | "suspend" | "goOffline">,
  { window, document }: {
    readonly window: EventTarget;
    readonly document: Visibility;
  },
  signal: AbortSignal,
  options: FollowPageOptions = {},
): void {
  const { hiddenMs = 60_000 } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function follow(): void {
    clearTimeout(timer);
    if (document.visibilityState === "hidden") {
      timer = setTimeout(() => stream.suspend(), hiddenMs);
    } else {
      stream.open();
    }
  }
  function leave(): void {
    clearTimeout(timer);
    stream.close();
  }

  document.addEventListener("visibilitychange", follow, { signal });
  window.addEventListener("pageshow", follow, { signal });
  window.addEventListener("pagehide", leave, { signal });
  window.addEventListener("online", follow, { signal });
  window.addEventListener("offline", () => stream.goOffline(), { signal });
  signal.addEventListener("abort", leave, { once: true });
  follow();
}

/** Polls as {@linkcode pollWhileVisible} does while the component is mounted. */
export function usePolling(
  poll: (signal: AbortSignal) => Promise<void>,
  options: PollOptions = {},
): void {
  useEffect(() => {
    const stop = new AbortController();
    pollWhileVisible(poll, document, stop.signal, options);
    return () => stop.abort();
  }, []);
}

/** Options for {@linkcode pollWhileVisible}. */
export interface PollOptions {
  /** From one answer to the next request. @default {3_000} */
  everyMs?: number;
  /** Called after each failure, with the time until the next try. */
  onFail?: (error: unknown, waitMs: number) => void;
}

/**
 * Polls while the page is visible, until `signal` aborts: at once when the page
 * is shown again or the network is back, with a growing delay after failures.
 */
export function pollWhileVisible(
  poll: (signal: AbortSignal) => Promise<void>,
  document: Visibility,
  signal: AbortSignal,
  options: PollOptions = {},
): void {
  const { everyMs = 3_000, onFail = () => {} } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isPolling = false;
  let failures = 0;

  async function pollOnce(): Promise<void> {
    if (isPolling) return;
    isPolling = true;
    let waitMs = everyMs;
    try {
      await poll(signal);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      waitMs += backoffMs(++failures, RETRY);
      onFail(error, waitMs);
    }
    isPolling = false;
    pollIn(waitMs);
  }

  function pollIn(ms: number): void {
    clearTimeout(timer);
    if (signal.aborted || document.visibilityState === "hidden") return;
    timer = setTimeout(pollOnce, ms);
  }

  document.addEventListener("visibilitychange", () => pollIn(0), { signal });
  globalThis.addEventListener("online", () => pollIn(0), { signal });
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  pollIn(everyMs);
}
