/** Options for {@linkcode createEventQueue}. */
export interface EventQueueOptions {
  /** Items that may wait. @default {20_000} */
  readonly maxCount?: number;
  /** Bytes that may wait; the last item may go beyond. @default {33_554_432} */
  readonly maxBytes?: number;
}

/**
 * Holds the events of a sender that does not wait, until their reader takes
 * them. For one reader, which reads once.
 */
export interface EventQueue<T> extends AsyncIterable<T> {
  /** Bytes that wait. */
  readonly bytes: number;
  /** Adds an item; false if the queue was full, and the item was not taken. */
  push(item: T, bytes: number): boolean;
  /** Takes no more items; the reader gets those that wait, then its loop ends. */
  end(): void;
  /** Resolves once at most so many bytes wait, or when `signal` aborts. */
  drained(maxBytes: number, signal: AbortSignal): Promise<void>;
}

/** Creates an empty queue. */
export function createEventQueue<T>(
  options: EventQueueOptions = {},
): EventQueue<T> {
  const { maxCount = 20_000, maxBytes = 32 * 1024 * 1024 } = options;
  let waiting: { item: T; bytes: number }[] = [];
  let count = 0;
  let size = 0;
  let isEnded = false;
  let wakeReader = () => {};
  let onTake = () => {};

  return {
    get bytes() {
      return size;
    },
    push(item, bytes) {
      if (isEnded || count >= maxCount || size >= maxBytes) return false;
      waiting.push({ item, bytes });
      count++;
      size += bytes;
      wakeReader();
      return true;
    },
    end() {
      isEnded = true;
      wakeReader();
    },
    async drained(maxBytes, signal) {
      while (size > maxBytes && !signal.aborted) {
        await new Promise<void>((resolve) => {
          onTake = resolve;
          signal.addEventListener("abort", onTake, { once: true });
        });
        signal.removeEventListener("abort", onTake);
      }
    },
    async *[Symbol.asyncIterator]() {
      while (true) {
        const batch = waiting;
        waiting = [];
        for (const { item, bytes } of batch) {
          count--;
          size -= bytes;
          onTake();
          yield item;
        }
        if (waiting.length > 0) continue;
        if (isEnded) return;
        await new Promise<void>((resolve) => wakeReader = resolve);
      }
    },
  };
}
