import {
  ConnectionError,
  type NatsConnection as Connection,
  NatsConnectionImpl,
  setTransportFactory,
} from "nats";
import {
  type NatsAddress,
  parseNatsUrl,
} from "../../../domain/settings/nats_url.ts";
import { retry, waitAtMost } from "../../../domain/time/retry.ts";
import type { Log } from "../../../log.ts";
import { BrokerError } from "../broker.ts";
import { DenoTransport } from "./transport.ts";

/** How long the greeting of a server may take. */
const GREETING_MS = 3_000;

/** How long pending writes may take when the connection closes. */
const DRAIN_MS = 2_000;

const BACKOFF = { baseMs: 250, maxMs: 5_000 };

/** A connection to NATS that reconnects by itself. */
export interface NatsConnection extends AsyncDisposable {
  readonly connection: Connection;
  /** Whether the server is reachable, as far as is known. */
  readonly isUp: boolean;
  /** How often it came back: what was sent just before may be lost. */
  readonly returns: number;
  /** What `work` resolves to; rejects if the server goes away or `signal` aborts first. */
  whileUp<T>(work: Promise<T>, signal: AbortSignal): Promise<T>;
  /** Resolves when the server is reachable; rejects if `signal` aborts first. */
  whenUp(signal: AbortSignal): Promise<void>;
}

/** Options for {@linkcode connectNats}. */
export interface ConnectOptions {
  /** Name of this process, for the server. @default {"freshet"} */
  name?: string;
  /** Ends the waiting for a server that is not up yet. */
  signal?: AbortSignal;
  /** Interval of pings; the third without an answer ends the connection. @default {4_000} */
  pingMs?: number;
  log?: Log;
}

/**
 * Connects to NATS, however long the server takes to come up, and stays
 * connected: it reconnects for ever, with jitter, and notices a dead connection
 * within three times `pingMs`.
 *
 * It connects to the hosts of `url` only, by the names that are written there,
 * so that a process needs permission for these and no others.
 *
 * @throws {NatsUrlError} If `url` is invalid.
 * @throws {BrokerError} If the server refuses the user, or cannot be trusted.
 */
export async function connectNats(
  url: string,
  options: ConnectOptions = {},
): Promise<NatsConnection> {
  const { signal, log = () => {} } = options;
  const address = parseNatsUrl(url);
  const hosts = address.hosts.join(", ");
  let isLogged = false;
  try {
    signal?.throwIfAborted();
    const connection = await retry(() => connectOnce(address, options), {
      ...BACKOFF,
      isTransient: (error) => !isFatal(error),
      onRetry(error) {
        if (!isLogged) log("warn", "cannot reach NATS yet", { hosts, error });
        isLogged = true;
      },
      ...(signal && { signal }),
    });
    return followConnection(
      connection,
      (level, message, fields) => log(level, message, { hosts, ...fields }),
    );
  } catch (error) {
    signal?.throwIfAborted();
    throw refusal(address, error);
  }
}

async function connectOnce(
  { hosts, tls, authenticate }: NatsAddress,
  { name = "freshet", pingMs = 4_000 }: ConnectOptions,
): Promise<Connection> {
  setTransportFactory({ factory: () => new DenoTransport() });
  const connection = await NatsConnectionImpl.connect({
    servers: [...hosts],
    name,
    ...(tls && { tls: {} }),
    authenticator: authenticate,
    timeout: GREETING_MS,
    pingInterval: pingMs,
    maxPingOut: 2,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 750,
    reconnectJitterTLS: 750,
    ignoreAuthErrorAbort: true,
    ignoreClusterUpdates: true,
    noAsyncTraces: true,
    resolve: false,
  });
  // The client forgets hosts that did not answer the first time.
  connection.setServers([...hosts]);
  return connection;
}

function refusal({ hosts, authenticate }: NatsAddress, cause: unknown) {
  const who = authenticate() ? "this user and password" : "an anonymous user";
  const isLogin = cause instanceof Error && cause.name === "AuthorizationError";
  const what = isLogin ? `refuses ${who}` : "cannot be connected to safely";
  return new BrokerError(`NATS at ${hosts.join(", ")} ${what}`, { cause });
}

/** Keeps track of whether a connection's server is reachable. */
function followConnection(connection: Connection, log: Log): NatsConnection {
  let outage = new AbortController(); // aborted while the server is away
  let up = Promise.withResolvers<void>();
  let returns = 0;

  function goDown(): void {
    if (outage.signal.aborted) return;
    up = Promise.withResolvers();
    outage.abort(new ConnectionError("NATS is unreachable"));
    if (!connection.isClosed()) log("warn", "NATS is unreachable");
  }

  async function follow(): Promise<void> {
    for await (const status of connection.status()) {
      if (status.type === "disconnect") goDown();
      if (status.type === "reconnect") {
        log("info", "NATS is reachable again");
        if (outage.signal.aborted) outage = new AbortController();
        returns++;
        up.resolve();
      }
      if (status.type === "error") {
        log("warn", "NATS reports an error", { error: status.error });
      }
    }
    goDown();
  }

  up.resolve();
  void follow();
  return {
    connection,
    get isUp() {
      return !outage.signal.aborted;
    },
    get returns() {
      return returns;
    },
    whileUp: (work, signal) =>
      orAbort(work, AbortSignal.any([signal, outage.signal])),
    whenUp: (signal) => orAbort(up.promise, signal),
    async [Symbol.asyncDispose]() {
      if (connection.isClosed()) return;
      const isUp = !outage.signal.aborted;
      const drained = isUp ? connection.drain() : connection.close();
      await waitAtMost(DRAIN_MS, drained);
      await connection.close();
    },
  };
}

/** What `work` resolves to; rejects with the signal's reason if that aborts first. */
async function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([promise, work]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** Whether connecting failed for a reason that retrying does not cure. */
function isFatal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, message, cause } = error;
  return name === "AuthorizationError" || name === "NotCapable" ||
    message.includes("certificate") ||
    message.includes("does not support 'tls'") || isFatal(cause);
}
