import { jetstream, jetstreamManager } from "nats/jetstream";
import type { Log } from "../../../log.ts";
import type { Broker, Delivery, Nudges } from "../broker.ts";
import type { LeaseStore } from "../lease.ts";
import { completeLimits, type LogLimits } from "./config.ts";
import { connectNats, type ConnectOptions, type Link } from "./connection.ts";
import { pullBatches } from "./consumer.ts";
import { retryWhileAway, tellSeldom } from "./errors.ts";
import { createKvLeases } from "./leases.ts";
import { openPublisher } from "./publisher.ts";
import { type LogStart, type LogState, readLog, readState } from "./read.ts";
import {
  ensureConsumer,
  ensureStream,
  type LogUse,
  verifyStream,
} from "./setup.ts";
import { keepTrimmed } from "./trim.ts";

/** The log between ingest and persist, kept by a NATS server. */
export interface JetStreamBroker extends Broker, Nudges {
  /** Which stream it is: one that is deleted and made again has another time. */
  readonly stream: { readonly name: string; readonly created: string };
  /** Where the processes that read sources agree on who reads which. */
  readonly leases: LeaseStore;
  /** What the log holds, for health and audit. */
  state(): Promise<LogState>;
  /** Messages in order, then as they come, until `signal` aborts; acknowledges nothing. */
  readFrom(start: LogStart, signal: AbortSignal): AsyncIterable<Delivery>;
}

/** Options for {@linkcode openJetStream}. */
export interface JetStreamOptions extends ConnectOptions, LogLimits {
  /** @default {"persist"} */
  use?: LogUse;
}

/**
 * Opens the log that a NATS server keeps. A server that is away is waited for,
 * now and later, until `signal` aborts or the log is closed.
 *
 * What a user must be allowed, besides subscribing to `_INBOX.>`, is to publish
 * to `$JS.API.STREAM.INFO.POSTS` and `$JS.API.CONSUMER.INFO.POSTS.persist`, and
 * - for `ingest`: `posts.>`, `deletes.>`, `edits.>`, `rejected.>`, and
 *   `$JS.API.STREAM.CREATE.POSTS` unless the stream is there, and for leases
 *   `$KV.freshet_leases.>`, `$JS.API.DIRECT.GET.KV_freshet_leases.>` and
 *   `$JS.API.STREAM.{INFO,CREATE,MSG.GET}.KV_freshet_leases`;
 * - for `persist`: `$JS.API.STREAM.{CREATE,UPDATE,MSG.GET,MSG.DELETE}.POSTS`,
 *   `$JS.API.CONSUMER.{CREATE,DURABLE.CREATE,MSG.NEXT}.POSTS.persist`,
 *   `$JS.ACK.POSTS.persist.>`, `freshet.committed`;
 * - for `read`: `$JS.API.STREAM.MSG.GET.POSTS`,
 *   `$JS.API.CONSUMER.{CREATE,INFO,MSG.NEXT,DELETE}.POSTS.*`.
 *
 * @throws {NatsUrlError} If `url` cannot be understood.
 * @throws {BrokerError} If the server refuses the user or what is asked of it,
 * or the stream is set up in a way that cannot be changed.
 */
export async function openJetStream(
  url: string,
  options: JetStreamOptions = {},
): Promise<JetStreamBroker> {
  const link = await connectNats(url, options);
  try {
    return await openLog(link, options);
  } catch (error) {
    await link[Symbol.asyncDispose]();
    throw error;
  }
}

async function openLog(
  link: Link,
  options: JetStreamOptions,
): Promise<JetStreamBroker> {
  const { use = "persist", log = () => {} } = options;
  const limits = completeLimits(options);
  const closing = new AbortController();
  const complain = tellSeldom(log);
  const patience = {
    signal: options.signal ?? closing.signal,
    link,
    onAway: (error: unknown) =>
      void complain("warn", "cannot reach the log yet", { error }),
  };
  const client = jetstream(link.connection, { checkAPI: false });
  const manager = await jetstreamManager(link.connection, { checkAPI: false });
  const ensure = () => ensureConsumer(manager, limits, log);
  const info = await retryWhileAway(
    () => ensureStream(manager, limits, { use, log }),
    patience,
  );
  if (use === "persist") await retryWhileAway(ensure, patience);

  const parts = {
    client,
    manager,
    ackWaitMs: limits.ackWaitSeconds * 1_000,
    verify: () => verifyStream(manager, info.created),
    ensure,
    keepTrimmed: (signal: AbortSignal) =>
      keepTrimmed({ manager, limits, link, log }, signal),
    patience,
  };
  const publisher = openPublisher(info, manager, { client, link, log });
  const until = (signal: AbortSignal) =>
    AbortSignal.any([signal, closing.signal]);
  const { nudge, onNudge } = linkNudges(link, log);
  return {
    stream: { name: info.config.name, created: info.created },
    publish: publisher.publish,
    batches: (signal, options) => pullBatches(parts, until(signal), options),
    readFrom: (start, signal) => readLog(parts, start, until(signal)),
    state: () => readState(manager),
    leases: createKvLeases(client, limits),
    nudge,
    onNudge,
    get isUp() {
      return link.isUp;
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      publisher.close();
      await link[Symbol.asyncDispose]();
    },
  };
}

/**
 * Connects to NATS for nudges alone, as web does. The user needs no permission
 * but to subscribe to `freshet.committed`.
 *
 * @throws {NatsUrlError} If `url` cannot be understood.
 * @throws {BrokerError} If the server refuses the user, or cannot be trusted.
 */
export async function openNudges(
  url: string,
  options: ConnectOptions = {},
): Promise<Nudges> {
  const { log = () => {} } = options;
  const link = await connectNats(url, options);
  const nudges = linkNudges(link, log);
  return {
    nudge: nudges.nudge,
    onNudge: nudges.onNudge,
    get isUp() {
      return link.isUp;
    },
    [Symbol.asyncDispose]: () => link[Symbol.asyncDispose](),
  };
}

/** Core NATS, no stream: a nudge that nobody hears is forgotten. */
const SUBJECT = "freshet.committed";

/** Sends and hears nudges over a link. */
function linkNudges(
  link: Link,
  log: Log,
): Pick<Nudges, "nudge" | "onNudge" | "isUp"> {
  const { connection } = link;
  return {
    get isUp() {
      return link.isUp;
    },
    nudge() {
      if (link.isUp && !connection.isClosed()) connection.publish(SUBJECT);
    },
    onNudge(callback) {
      const subscription = connection.subscribe(SUBJECT, {
        callback(error) {
          if (!error) return callback();
          log("error", "cannot hear of commits", { subject: SUBJECT, error });
        },
      });
      return () => subscription.unsubscribe();
    },
  };
}
