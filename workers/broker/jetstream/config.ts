import {
  AckPolicy,
  DeliverPolicy,
  DiscardPolicy,
  ReplayPolicy,
  RetentionPolicy,
  StorageType,
} from "nats/jetstream";

/** The stream that is the log. */
export const STREAM = "POSTS";

/** The durable consumer that all persist workers share. */
export const CONSUMER = "persist";

/** Header that names the stream a message is meant for, by the time when it was created. */
export const STREAM_HEADER = "Freshet-Stream";

/** Limits of the log, and their defaults. */
export const LIMITS = {
  /** How long stored messages are kept for replays; 0 keeps them for ever. */
  maxAgeSeconds: 7 * 86_400,
  /** Size at which the log is full. */
  maxBytes: 2 ** 31,
  /** Number of copies. */
  replicas: 1,
  /** How long duplicates of a message are recognized. */
  dedupeSeconds: 120,
  /** How long a worker may hold a message without a sign of life. */
  ackWaitSeconds: 60,
};

/** Limits of the log. */
export type LogLimits = typeof LIMITS;

const NANOSECONDS = 1e9;

/**
 * Settings of the stream. It never drops a message by itself: it has no age
 * limit, and a full one refuses new messages (`discard: new`). Old messages are
 * removed by {@linkcode trimLog} alone, which stops at unstored ones.
 */
export function streamConfig(limits: LogLimits) {
  const { maxAgeSeconds, maxBytes, replicas, dedupeSeconds } = limits;
  return {
    name: STREAM,
    description: describe(maxAgeSeconds),
    subjects: ["posts.>", "deletes.>", "edits.>", "rejected.>"],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    discard: DiscardPolicy.New,
    max_bytes: maxBytes,
    max_age: 0,
    max_msgs: -1,
    max_msgs_per_subject: -1,
    max_msg_size: -1,
    num_replicas: replicas,
    duplicate_window: dedupeSeconds * NANOSECONDS,
    no_ack: false,
    sealed: false,
    deny_delete: false,
  };
}

/** For operators: what removes messages. */
function describe(maxAgeSeconds: number): string {
  const age = maxAgeSeconds > 0
    ? ` or they are older than ${maxAgeSeconds} s`
    : "";
  return `Freshet: persist removes stored messages when the log is nearly full${age}`;
}

/**
 * Settings of the consumer: unacknowledged messages are delivered again, for ever.
 * Whether a message can be stored never depends on how often it was delivered.
 */
export function consumerConfig({ ackWaitSeconds }: LogLimits) {
  return {
    durable_name: CONSUMER,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    replay_policy: ReplayPolicy.Instant,
    ack_wait: ackWaitSeconds * NANOSECONDS,
    max_deliver: -1,
    max_ack_pending: 10_000, // a worker holds two batches
    inactive_threshold: 0,
    headers_only: false,
  };
}
