import type { Consumer, ConsumerMessages, JsMsg } from "nats/jetstream";

/** How long the server waits for messages at a time. */
const FETCH_MS = 1_000;

/** What has been fetched and not been taken. */
export interface Fetcher {
  /**
   * Up to `max` messages, at the latest `waitMs` after the first. Empty when
   * none came for a while, or `signal` aborts.
   *
   * @throws What ended the fetching; what was fetched before comes first.
   */
  take(max: number, waitMs: number, signal: AbortSignal): Promise<JsMsg[]>;
  /** Fetches no more; what is under way may take `waitMs` to end by itself. */
  close(waitMs: number): Promise<void>;
}

/**
 * Creates a fetcher. It asks the server for as many messages as a call of
 * `take` lacks, and for none while nobody takes: what one worker cannot handle
 * yet stays for the others. `accept` is told of each message as it comes, and
 * says whether it is new.
 */
export function createFetcher(
  consumer: Pick<Consumer, "fetch">,
  accept: (message: JsMsg) => boolean,
): Fetcher {
  const waiting: JsMsg[] = [];
  let messages: ConsumerMessages | undefined;
  let fetching: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;
  let wake = () => {};

  async function fetchInto(count: number): Promise<void> {
    messages = await consumer.fetch({ max_messages: count, expires: FETCH_MS });
    for await (const message of messages) {
      if (accept(message)) waiting.push(message);
      wake();
    }
  }

  function startFetch(count: number): void {
    fetching ??= fetchInto(count)
      .catch((error) => void (failure = { error }))
      .finally(() => {
        fetching = undefined;
        wake();
      });
  }

  return {
    async take(max, waitMs, signal) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let isOver = signal.aborted;
      const end = () => {
        isOver = true;
        wake();
      };
      signal.addEventListener("abort", end);
      while (!isOver && !failure && waiting.length < max) {
        startFetch(max - waiting.length);
        if (waiting.length > 0) timer ??= setTimeout(end, waitMs);
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        await promise;
        if (waiting.length === 0 && !fetching) break;
      }
      signal.removeEventListener("abort", end);
      clearTimeout(timer);
      if (waiting.length > 0 || !failure) return waiting.splice(0, max);
      const { error } = failure;
      failure = undefined;
      throw error;
    },
    async close(waitMs) {
      const timer = setTimeout(() => messages?.stop(), waitMs);
      await fetching;
      clearTimeout(timer);
    },
  };
}
