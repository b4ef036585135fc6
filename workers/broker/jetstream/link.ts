import type { NatsConnection } from "nats";

/** A connection to NATS that comes back by itself. */
export interface Link extends AsyncDisposable {
  readonly connection: NatsConnection;
  /** Whether the server can be reached, as far as is known. */
  readonly isUp: boolean;
  /** Tells of the server going away and coming back; call the answer to hear no more. */
  watch(callback: (isUp: boolean) => void): () => void;
  /** What `work` resolves to; rejects when the server goes away or `signal` aborts before that. */
  whileUp<T>(work: Promise<T>, signal: AbortSignal): Promise<T>;
  /** Resolves when the server can be reached; rejects when the link closes or `signal` aborts. */
  whenUp(signal: AbortSignal): Promise<void>;
}
