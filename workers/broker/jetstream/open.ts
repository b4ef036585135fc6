import { jetstream, jetstreamManager } from "nats/jetstream";
import type { Broker, CommitFeed, Delivery } from "../broker.ts";
import type { LeaseStore } from "../lease.ts";
import { LIMITS, type LogLimits } from "./config.ts";
import {
  connectNats,
  type ConnectOptions,
  type NatsConnection,
} from "./connection.ts";
import { pullBatches } from "./consumer.ts";
import { type LogAccess, logRateLimited, retryTransient } from "./errors.ts";
import { createKvLeases } from "./leases.ts";
import { createPublisher } from "./publisher.ts";
import {
  type LogStart,
  type LogState,
  readEach,
  readLog,
  readState,
} from "./read.ts";
import {
  deleteLog,
  ensureConsumer,
  ensureStream,
  type LogUse,
} from "./setup.ts";

/** The log on a NATS server. */
export interface JetStreamBroker extends Broker {
  /** The stream; one that is deleted and created again has another time. */
  readonly stream: { readonly name: string; readonly created: string };
  /** Reads from now on the log that took the place of a lost one; makes it if there is none. */
  reopen(): Promise<void>;
  /**
   * Hands over the messages from a number on, then deletes the log and begins
   * another. Their checkpoints are void: messages before them may be missing.
   */
  replace(
    fromSeq: number,
    store: (batches: AsyncIterable<readonly Delivery[]>) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
  readonly leases: LeaseStore;
  /** What the log holds. */
  state(): Promise<LogState>;
  /** Batches from `start` to the newest message that there is now; acknowledges nothing. */
  readFrom(
    start: LogStart,
    signal: AbortSignal,
  ): AsyncIterable<readonly Delivery[]>;
}

/** Options for {@linkcode openJetStream}. */
export interface JetStreamOptions extends ConnectOptions, Partial<LogLimits> {
  /** @default {"persist"} */
  use?: LogUse;
}

/**
 * Opens the log on a NATS server. It waits for a server that is away, now and
 * later, until `signal` aborts or the log is closed.
 *
 * A user needs permission to subscribe to `_INBOX.>`, and to publish to `$JS.API.STREAM.INFO.POSTS` and `$JS.API.CONSUMER.INFO.POSTS.persist`, and
 * - for `ingest`: `posts.>`, `deletes.>`, `edits.>`, `rejected.>`, and
 *   `$JS.API.STREAM.CREATE.POSTS` unless the stream is there, and for leases
 *   `$KV.freshet_leases.>`, `$JS.API.DIRECT.GET.KV_freshet_leases.>` and
 *   `$JS.API.STREAM.{INFO,CREATE,MSG.GET}.KV_freshet_leases`;
 * - for `persist`: `$JS.API.STREAM.{CREATE,DELETE,MSG.GET,MSG.DELETE}.POSTS`, and
 *   `$JS.API.STREAM.UPDATE.POSTS` to change settings that differ,
 *   `$JS.API.CONSUMER.{CREATE,DURABLE.CREATE,MSG.NEXT}.POSTS.persist`,
 *   `$JS.ACK.POSTS.persist.>`, `freshet.committed`;
 * - for `read`: `$JS.API.STREAM.MSG.GET.POSTS`,
 *   `$JS.API.CONSUMER.{CREATE,INFO,MSG.NEXT,DELETE}.POSTS.*`.
 *
 * @throws {NatsUrlError} If `url` is invalid.
 * @throws {BrokerError} If the server refuses the user or a request, or the
 * stream has a setting that cannot be changed.
 */
export async function openJetStream(
  url: string,
  options: JetStreamOptions = {},
): Promise<JetStreamBroker> {
  await using opening = new AsyncDisposableStack();
  const nats = opening.use(await connectNats(url, options));
  const broker = await openLog(nats, options);
  opening.move();
  return broker;
}

async function openLog(
  nats: NatsConnection,
  options: JetStreamOptions,
): Promise<JetStreamBroker> {
  const { use = "persist", log = () => {} } = options;
  const limits = { ...LIMITS, ...options };
  const closing = new AbortController();
  const warn = logRateLimited(log);
  const client = jetstream(nats.connection, { checkAPI: false });
  const manager = await jetstreamManager(nats.connection, { checkAPI: false });
  const access: LogAccess = {
    ...{ client, manager, limits, nats, log },
    onTransient: (error) =>
      void warn("warn", "cannot reach the log yet", { error }),
  };
  const open = async () => {
    const stream = await ensureStream(manager, limits, use, log);
    if (use === "persist") await ensureConsumer(manager, limits, log);
    return stream;
  };
  let stream = await retryTransient(
    access,
    options.signal ?? closing.signal,
    open,
  );
  const publisher = createPublisher(
    access,
    stream,
    () => ensureStream(manager, limits, "ingest", log),
  );
  const until = (signal: AbortSignal) =>
    AbortSignal.any([signal, closing.signal]);
  return {
    name: "JetStream",
    get stream() {
      return { name: stream.config.name, created: stream.created };
    },
    async reopen() {
      stream = await retryTransient(access, closing.signal, open);
    },
    async replace(fromSeq, store, signal) {
      await store(readEach(access, stream, fromSeq, until(signal)));
      await deleteLog(access, stream, until(signal));
      stream = await retryTransient(access, until(signal), open);
    },
    publish: publisher.publish,
    get lost() {
      return publisher.lost;
    },
    batches: (signal, options) =>
      pullBatches(access, stream, until(signal), options),
    readFrom: (start, signal) => readLog(access, stream, start, until(signal)),
    state: () => readState(manager),
    leases: createKvLeases(
      jetstream(nats.connection, { checkAPI: false, timeout: LEASE_MS }),
      limits,
    ),
    countPending: async () =>
      nats.isUp ? (await readState(manager)).pending : null,
    notifyCommit() {
      const { connection } = nats;
      if (nats.isUp && !connection.isClosed()) connection.publish(COMMITTED);
    },
    get isUp() {
      return publisher.isUp;
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await publisher[Symbol.asyncDispose]();
      await nats[Symbol.asyncDispose]();
    },
  };
}

/** How long a lease's bucket may take to answer; one that is gone does not. */
const LEASE_MS = 1_500;

/** Subject of commits: core NATS, no stream, so a message that nobody hears is gone. */
const COMMITTED = "freshet.committed";

/**
 * Connects to NATS to hear of commits, as web does. The user needs permission to
 * subscribe to `freshet.committed`, and no other.
 *
 * @throws {NatsUrlError} If `url` is invalid.
 * @throws {BrokerError} If the server refuses the user, or cannot be trusted.
 */
export async function openCommitFeed(
  url: string,
  options: ConnectOptions = {},
): Promise<CommitFeed> {
  const { log = () => {} } = options;
  const nats = await connectNats(url, options);
  return {
    get isUp() {
      return nats.isUp;
    },
    onCommit(callback) {
      const subscription = nats.connection.subscribe(COMMITTED, {
        callback(error) {
          if (!error) return callback();
          log("error", "cannot follow commits", { error });
        },
      });
      return () => subscription.unsubscribe();
    },
    [Symbol.asyncDispose]: () => nats[Symbol.asyncDispose](),
  };
}
