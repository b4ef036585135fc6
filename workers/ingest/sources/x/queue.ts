import { sleep } from "../../../../domain/time/retry.ts";
import type { SourceEvent } from "../source.ts";

/** Events that arrived together. */
export interface EventBatch {
  readonly events: readonly SourceEvent[];
  readonly bytes: number;
  /** Resolves when their cost is written down; they are handed on after that. */
  readonly counted?: Promise<void> | undefined;
}

/** Batches that wait for the one reader of the source; X is read on meanwhile. */
export class BatchQueue implements AsyncIterable<EventBatch> {
  #waiting: EventBatch[] = [];
  #bytes = 0;
  #isEnded = false;
  #change = new AbortController();

  /** Bytes that wait. */
  get bytes(): number {
    return this.#bytes;
  }

  push(batch: EventBatch): void {
    this.#waiting.push(batch);
    this.#bytes += batch.bytes;
    this.#notify();
  }

  /** The reader gets those that wait, then its loop ends. */
  end(): void {
    this.#isEnded = true;
    this.#notify();
  }

  /** Resolves once at most so many bytes wait, or when `signal` aborts. */
  async drained(maxBytes: number, signal: AbortSignal): Promise<void> {
    while (this.#bytes > maxBytes && !signal.aborted) {
      await sleep(Infinity, AbortSignal.any([signal, this.#change.signal]));
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<EventBatch> {
    while (true) {
      const batch = this.#waiting.shift();
      if (batch !== undefined) {
        yield batch;
        this.#bytes -= batch.bytes;
        this.#notify();
      } else if (this.#isEnded) return;
      else await sleep(Infinity, this.#change.signal);
    }
  }

  #notify(): void {
    this.#change.abort();
    this.#change = new AbortController();
  }
}
