import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { askServer } from "./ask_server.ts";
import { failedStatus } from "./failed_status.ts";
import { pollWhileVisible } from "./poll_while_visible.ts";
import { type LiveWords, liveWords } from "./status.ts";
import type { LiveStatus } from "./stream.ts";

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
