import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { askServer } from "./ask.ts";
import { type LiveWords, liveWords } from "./status.ts";
import { live, type LiveTopics } from "./store.ts";
import {
  backoff,
  failedStatus,
  followPage,
  type LiveStatus,
  LiveStream,
} from "./stream.ts";

/** What {@linkcode usePolled} gives to its component. Times are the browser's, in epoch milliseconds; 0 without script. */
interface Polled<T> {
  readonly answer: ReadonlySignal<T>;
  /** When script began to run. */
  readonly startedAt: ReadonlySignal<number>;
  /** When the newest answer came. */
  readonly heardAt: ReadonlySignal<number>;
  /** In steps of about a second. */
  readonly clientNow: ReadonlySignal<number>;
  /** How new the answer is, in words. */
  readonly words: ReadonlySignal<LiveWords>;
}

/**
 * Keeps an answer of the API up to date while the page is looked at.
 *
 * @param path Of the endpoint, such as `/api/topics`.
 * @param rendered What it would have answered when the page was rendered.
 * @param renderedAt When that was, by the server's clock.
 */
export function usePolled<T>(
  path: string,
  rendered: T,
  renderedAt: number,
): Polled<T> {
  const answer = useSignal(rendered);
  const status = useSignal<LiveStatus>({ kind: "still" });
  const startedAt = useSignal(0);
  const heardAt = useSignal(0);
  const clientNow = useSignal(0);

  useEffect(() => {
    const stop = new AbortController();
    startedAt.value = heardAt.value = clientNow.value = Date.now();
    pollWhileVisible(
      async (signal) => {
        answer.value = await askServer<T>(path, {}, signal);
        heardAt.value = clientNow.value = Date.now();
        status.value = { kind: "live" };
      },
      document,
      stop.signal,
      {
        onFail(_error, retryMs) {
          status.value = failedStatus(retryMs);
        },
      },
    );
    const timer = setInterval(() => clientNow.value = Date.now(), 1_000);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, []);

  const words = useComputed(() =>
    liveWords(status.value, {
      now: clientNow.value,
      heardAt: heardAt.value,
      renderedAt,
      paused: false,
    })
  );
  return { answer, startedAt, heardAt, clientNow, words };
}

/** The part of a document that says whether anyone looks. */
type Visibility = EventTarget & { readonly visibilityState: string };

/** Options for {@linkcode pollWhileVisible}. */
export interface PollOptions {
  /** From one answer to the next question. @default {3_000} */
  everyMs?: number;
  /** Told of a question without answer, and when it is asked again. */
  onFail?: (error: unknown, retryMs: number) => void;
}

/**
 * Asks again and again while the page is looked at, until `signal` aborts; at
 * once when it is shown again or the network is back, and more and more slowly
 * while nobody answers.
 */
export function pollWhileVisible(
  ask: (signal: AbortSignal) => Promise<void>,
  document: Visibility,
  signal: AbortSignal,
  options: PollOptions = {},
): void {
  const { everyMs = 3_000, onFail = () => {} } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsking = false;
  let failures = 0;

  async function askOnce(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    let waitMs = everyMs;
    try {
      await ask(signal);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      waitMs += backoff(++failures);
      onFail(error, waitMs);
    }
    isAsking = false;
    wait(waitMs);
  }

  function wait(ms: number): void {
    clearTimeout(timer);
    if (signal.aborted || document.visibilityState === "hidden") return;
    timer = setTimeout(askOnce, ms);
  }

  document.addEventListener("visibilitychange", () => wait(0), { signal });
  globalThis.addEventListener("online", () => wait(0), { signal });
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  wait(everyMs);
}

/**
 * Keeps `live` up to date while the component is on the page. One island of a
 * page calls this; the others only read `live`.
 *
 * @param slugs Topics to follow; all of them if left out.
 */
export function useLive(
  cursor: string,
  topics: LiveTopics,
  slugs?: readonly string[],
): void {
  useEffect(() => {
    const stop = new AbortController();
    const stream = new LiveStream(() => addressOf(live.cursor, slugs), live);
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

function addressOf(cursor: string, slugs?: readonly string[]): string {
  const params = new URLSearchParams({ cursor });
  if (slugs) params.set("topic", slugs.join(","));
  return `/api/stream?${params}`;
}

/** Whether script runs: not on the server, and so not in the first picture that the browser draws either. */
export function useScript(): ReadonlySignal<boolean> {
  const hasScript = useSignal(false);
  useEffect(() => {
    hasScript.value = true;
  }, []);
  return hasScript;
}

/**
 * Tells whether the reader is further down a list, until `signal` aborts: the
 * list's top is out of sight above, be it by the list's own scroll bar or by the
 * page's.
 */
export function watchReading(
  scroller: HTMLElement,
  top: HTMLElement,
  tell: (isReading: boolean) => void,
  signal: AbortSignal,
): void {
  const observer = new IntersectionObserver((entries) => {
    const entry = entries.at(-1); // those before are past
    if (!entry) return;
    const edge = Math.max(0, scroller.getBoundingClientRect().top);
    tell(!entry.isIntersecting && entry.boundingClientRect.top < edge);
  });
  observer.observe(top);
  signal.addEventListener("abort", () => observer.disconnect(), { once: true });
}
