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

/** How the log is kept. */
export interface LogLimits {
  /** How long a message that is stored is kept, to be read again; 0: for ever. @default {604_800} */
  maxAgeSeconds?: number;
  /** Size at which the log takes no more. @default {2 ** 31} */
  maxBytes?: number;
  /** Nodes that hold a copy. @default {1} */
  replicas?: number;
  /** How long the id of a message is remembered. @default {120} */
  dedupeSeconds?: number;
  /** How long a worker may be silent about a message that it was given. @default {60} */
  ackWaitSeconds?: number;
}

const NANOSECONDS = 1e9;
const WEEK_SECONDS = 7 * 86_400;

/** Fills in the defaults. */
export function completeLimits(limits: LogLimits): Required<LogLimits> {
  const {
    maxAgeSeconds = WEEK_SECONDS,
    maxBytes = 2 ** 31,
    replicas = 1,
    dedupeSeconds = 120,
    ackWaitSeconds = 60,
  } = limits;
  return { maxAgeSeconds, maxBytes, replicas, dedupeSeconds, ackWaitSeconds };
}

/**
 * How the stream must be set up.
 *
 * It never drops a message by itself: it has no age limit, and a full one
 * refuses what is new (`discard: new`) instead of forgetting what is old. What
 * is too old or too much is removed by {@linkcode trimLog} alone, which stops
 * at what is not stored yet.
 */
export function streamConfig(limits: Required<LogLimits>) {
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

/** For who looks at the stream and wonders what removes a message. */
function describe(maxAgeSeconds: number): string {
  const age = maxAgeSeconds > 0 ? ` or is older than ${maxAgeSeconds} s` : "";
  return `Freshet: persist removes what is stored when there is too much of it${age}`;
}

/**
 * How the consumer must be set up: what is not acknowledged is sent again, for
 * ever. Whether a message can be stored is decided by looking at it, never by
 * counting how often it was sent.
 */
export function consumerConfig({ ackWaitSeconds }: Required<LogLimits>) {
  return {
    durable_name: CONSUMER,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    replay_policy: ReplayPolicy.Instant,
    ack_wait: ackWaitSeconds * NANOSECONDS,
    max_deliver: -1,
    max_ack_pending: 2_000,
    inactive_threshold: 0,
    headers_only: false,
  };
}
