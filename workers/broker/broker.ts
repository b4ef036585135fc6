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

/** Thrown when the log cannot be used for a reason that waiting does not cure. */
export class BrokerError extends Error {
  constructor(detail: string, options?: ErrorOptions) {
    super(`Cannot use the log: ${detail}`, options);
    this.name = "BrokerError";
  }
}

/** Thrown by `publish` when the log can never take a message of that size. */
export class MessageTooLargeError extends RangeError {
  /** Both in bytes; the limit only if it is known. */
  constructor(readonly size: number, readonly limit?: number) {
    super(
      `Cannot publish message: it has ${size} bytes, the log takes ${
        limit ?? "less"
      }`,
    );
    this.name = "MessageTooLargeError";
  }
}

/** Word from persist that it has committed: readers need not wait for their next look. */
export interface Nudges extends AsyncDisposable {
  /** Tells all who listen. While the server is away it tells nobody: looking is the guarantee. */
  nudge(): void;
  /** Calls back at each nudge; call the answer to hear no more. */
  onNudge(callback: () => void): () => void;
  /** Whether the server can be reached, as far as is known. */
  readonly isUp: boolean;
}
