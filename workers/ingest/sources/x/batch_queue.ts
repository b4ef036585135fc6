import type { SourceEvent } from "../source.ts";

/** Events that came together. */
export interface EventBatch {
  readonly events: readonly SourceEvent[];
  /** What they were on the wire. */
  readonly bytes: number;
  /** They are handed on after it; it never rejects. */
  readonly ready: Promise<void>;
}

/** Events between the connection, which does not wait, and who takes them, who may. */
export interface BatchQueue {
  /** Bytes that wait. */
  readonly bytes: number;
  push(batch: EventBatch): void;
  /** No more will come. */
  close(): void;
  /** Resolves once at most so many bytes wait, or at the end of `signal`. */
  drained(bytes: number, signal: AbortSignal): Promise<void>;
  /** Until it is closed and empty; when `signal` aborts, for `endMs` at most. */
  read(signal: AbortSignal, endMs: number): AsyncGenerator<SourceEvent>;
}

/** Creates an empty queue. */
export function createBatchQueue(): BatchQueue {
  const waiting: { batch: EventBatch; isReady: boolean }[] = [];
  let isClosed = false;
  let bytes = 0;
  let changed = Promise.withResolvers<void>();

  function change(): void {
    changed.resolve();
    changed = Promise.withResolvers();
  }

  return {
    get bytes() {
      return bytes;
    },
    push(batch) {
      const entry = { batch, isReady: false };
      waiting.push(entry);
      bytes += batch.bytes;
      void batch.ready.then(() => {
        entry.isReady = true;
        change();
      });
    },
    close() {
      isClosed = true;
      change();
    },
    async drained(most, signal) {
      signal.addEventListener("abort", change, { once: true });
      while (bytes > most && !signal.aborted) await changed.promise;
      signal.removeEventListener("abort", change);
    },
    async *read(signal, endMs) {
      const end = lateEnd(signal, endMs, change);
      try {
        while (!end.isOver) {
          const [first] = waiting;
          if (!first && isClosed) return;
          if (!first?.isReady) {
            await changed.promise;
            continue;
          }
          waiting.shift();
          for (const event of first.batch.events) {
            yield event;
            if (end.isOver) return;
          }
          bytes -= first.batch.bytes;
          change();
        }
      } finally {
        end.forget();
      }
    },
  };
}

/** A while after the abort of a signal. */
function lateEnd(signal: AbortSignal, ms: number, onEnd: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = {
    isOver: false,
    forget() {
      clearTimeout(timer);
      signal.removeEventListener("abort", begin);
    },
  };
  function begin(): void {
    timer = setTimeout(() => {
      end.isOver = true;
      onEnd();
    }, ms);
  }
  if (signal.aborted) begin();
  else signal.addEventListener("abort", begin, { once: true });
  return end;
}
