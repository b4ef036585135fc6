/** A message on its way into the log. */
export interface OutgoingMessage {
  /** `posts.<topic>.<source>`, `deletes.<source>`, `edits.<source>` or `rejected.<source>`. */
  readonly subject: string;
  /** The same message has the same id, however often it is sent. */
  readonly id: string;
  readonly data: Uint8Array;
}

/** A message of the log, handed to a worker. */
export interface Delivery {
  /** Its number in the log: from 1, without gaps. */
  readonly logSeq: number;
  readonly subject: string;
  readonly data: Uint8Array;
  /** It is stored: never send it again. */
  ack(): void;
}

/** How messages are put together for a worker. */
export interface BatchOptions {
  /** @default {500} */
  maxMessages?: number;
  /** Longest wait for a batch to fill, once it has a message. @default {200} */
  maxWaitMs?: number;
}

/** The log between ingest and persist. */
export interface Broker {
  /** Resolves once the message cannot be lost any more. */
  publish(message: OutgoingMessage): Promise<void>;
  /** Batches in the order of the log, until `signal` aborts. */
  batches(
    signal: AbortSignal,
    options?: BatchOptions,
  ): AsyncIterable<readonly Delivery[]>;
}
