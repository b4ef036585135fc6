import type { LeaseStore } from "./lease.ts";

/** A message to publish. */
export interface OutgoingMessage {
  /** `posts.<topic>.<source>`, `deletes.<source>`, `edits.<source>` or `rejected.<source>`. */
  readonly subject: string;
  /** Deduplication id: the same each time the message is sent. */
  readonly id: string;
  readonly data: Uint8Array;
}

/** A message of the log, delivered to a worker. */
export interface Delivery {
  /** Its number in the log: from 1, without gaps. */
  readonly logSeq: number;
  readonly subject: string;
  readonly data: Uint8Array;
  /** It was meant for a log that is lost: messages before it may be missing, so its checkpoint is void. */
  readonly isStray?: boolean;
  /** It is stored: do not deliver it again. */
  ack(): void;
}

/** How messages are grouped into batches. */
export interface BatchOptions {
  /** @default {1_000}, or 500 of the log within a process */
  maxMessages?: number;
  /** How long a batch may wait to fill, once it has a message. @default {200} */
  maxWaitMs?: number;
}

/** The log between ingest and persist. */
export interface Broker extends AsyncDisposable {
  readonly name: "JetStream" | "embedded";
  /** Whether it is reachable and takes messages, as far as is known. */
  readonly isUp: boolean;
  /** Leases of sources; null: they are in the database. */
  readonly leases: LeaseStore | null;
  /**
   * Aborts, with a {@linkcode LogLostError}, when the log is gone with what it
   * held; another signal follows. Sources resume from their stored positions.
   */
  readonly lost: AbortSignal;
  /**
   * Resolves once the message is safe from loss.
   *
   * @throws {MessageTooLargeError} If it is above the size limit.
   * @throws {LogLostError} If the log is gone; the next message goes into a new one.
   * @throws {BrokerError} If the server refuses it, or the broker is closed.
   */
  publish(message: OutgoingMessage): Promise<void>;
  /** Batches in the order of the log, until `signal` aborts. */
  batches(
    signal: AbortSignal,
    options?: BatchOptions,
  ): AsyncIterable<readonly Delivery[]>;
  /** Messages that are not acknowledged; null while that is unknown. */
  countPending(): Promise<number | null>;
  /** Announces a commit to other processes. Nobody hears it while the server is away: polling is the guarantee. */
  notifyCommit(): void;
}

/** Thrown when the log cannot be used, for a reason that retrying does not cure. */
export class BrokerError extends Error {
  constructor(detail: string, options?: ErrorOptions) {
    super(`Cannot use the log: ${detail}`, options);
    this.name = "BrokerError";
  }
}

/** What was in the log and not stored yet is gone: the log was deleted, or its server lost it. */
export class LogLostError extends BrokerError {
  /** @param created When the lost log was created, as its server said. */
  constructor(readonly created: string) {
    super(`that of ${created} is gone with what was not stored yet`);
    this.name = "LogLostError";
  }
}

/** Thrown by `publish` for a message above the size limit. */
export class MessageTooLargeError extends RangeError {
  /** Both in bytes; the limit if it is known. */
  constructor(readonly size: number, readonly limit?: number) {
    super(
      `Cannot publish message: it has ${size} bytes, the log takes ${
        limit ?? "less"
      }`,
    );
    this.name = "MessageTooLargeError";
  }
}

/** Commits of persist, as other processes hear of them. */
export interface CommitFeed extends AsyncDisposable {
  readonly isUp: boolean;
  /** Calls back for each commit; returns what ends that. */
  onCommit(callback: () => void): () => void;
}
