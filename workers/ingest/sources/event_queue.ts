/** Options for {@linkcode createEventQueue}. */
export interface EventQueueOptions {
  /** Items that may wait. @default {20_000} */
  readonly maxCount?: number;
  /** Bytes that may wait; the last item may go beyond. @default {33_554_432} */
  readonly maxBytes?: number;
}

/**
 * What a sender that cannot be told to wait gave, until its reader takes it.
 * For one reader, which reads once.
 */
export interface EventQueue<T> extends AsyncIterable<T> {
  /** Adds an item; false if the queue was full, and the item was not taken. */
  push(item: T, bytes: number): boolean;
  /** Nothing more comes: the reader gets what waits, then its loop ends. */
  end(): void;
}

/** Creates a queue that holds no more than it may. */
export function createEventQueue<T>(
  options: EventQueueOptions = {},
): EventQueue<T> {
  const { maxCount = 20_000, maxBytes = 32 * 1024 * 1024 } = options;
  let waiting: { item: T; bytes: number }[] = [];
  let count = 0;
  let size = 0;
  let isEnded = false;
  let wake = () => {};

  return {
    push(item, bytes) {
      if (isEnded || count >= maxCount || size >= maxBytes) return false;
      waiting.push({ item, bytes });
      count++;
      size += bytes;
      wake();
      return true;
    },
    end() {
      isEnded = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      while (true) {
        const batch = waiting;
        waiting = [];
        for (const { item, bytes } of batch) {
          count--;
          size -= bytes;
          yield item;
        }
        if (waiting.length > 0) continue;
        if (isEnded) return;
        await new Promise<void>((resolve) => wake = resolve);
      }
    },
  };
}
