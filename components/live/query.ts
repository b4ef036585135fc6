import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fetchJson } from "./fetch.ts";
import { usePolling } from "./hooks.ts";
import { describeStatus, type StatusText } from "./StatusLine.tsx";
import { type LiveStatus, retryStatus } from "./stream.ts";

/** Result of {@linkcode useQuery}. Times are the browser's, in epoch milliseconds; 0 without script. */
interface Query<T> {
  readonly answer: ReadonlySignal<T>;
  readonly startedAt: ReadonlySignal<number>;
  /** When the newest answer came. */
  readonly heardAt: ReadonlySignal<number>;
  /** Updated about once per second. */
  readonly clientNow: ReadonlySignal<number>;
  /** How recent the answer is. */
  readonly status: ReadonlySignal<StatusText>;
}

/**
 * Keeps an answer of the API up to date while the page is visible.
 *
 * @param path Of the endpoint, such as `/api/topics`.
 * @param rendered The answer that the page was rendered with.
 * @param renderedAt By the server's clock.
 */
export function useQuery<T>(
  path: string,
  rendered: T,
  renderedAt: number,
): Query<T> {
  const answer = useSignal(rendered);
  const connection = useSignal<LiveStatus>({ kind: "idle" });
  const startedAt = useSignal(0);
  const heardAt = useSignal(0);
  const clientNow = useSignal(0);

  usePolling(async (signal) => {
    answer.value = await fetchJson<T>(path, {}, signal);
    heardAt.value = clientNow.value = Date.now();
    connection.value = { kind: "live" };
  }, {
    onFail: (_error, waitMs) => connection.value = retryStatus(waitMs),
  });
  useEffect(() => {
    startedAt.value = heardAt.value = clientNow.value = Date.now();
    const timer = setInterval(() => clientNow.value = Date.now(), 1_000);
    return () => clearInterval(timer);
  }, []);

  const status = useComputed(() =>
    describeStatus(connection.value, {
      now: clientNow.value,
      heardAt: heardAt.value,
      renderedAt,
    })
  );
  return { answer, startedAt, heardAt, clientNow, status };
}
