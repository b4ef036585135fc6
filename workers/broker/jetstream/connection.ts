import {
  ConnectionError,
  type NatsConnection,
  NatsConnectionImpl,
  setTransportFactory,
} from "nats";
import { setTimeout as delay } from "node:timers/promises";
import {
  type NatsAddress,
  parseNatsUrl,
} from "../../../domain/settings/nats_url.ts";
import type { Log } from "../../../log.ts";
import { BrokerError } from "../broker.ts";
import { DenoTransport } from "./transport.ts";

/** Longest time that the greeting of a server may take. */
const GREETING_MS = 3_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/** Options for {@linkcode connectNats}. */
export interface ConnectOptions {
  /** By which the server knows this process. @default {"freshet"} */
  name?: string;
  /** Ends the waiting for a server that is not there yet. */
  signal?: AbortSignal;
  /** From one look at the link to the next; the third that finds it dead ends it. @default {4_000} */
  pingMs?: number;
  log?: Log;
}

/**
 * Connects to NATS, however long the server takes to appear, and stays
 * connected: it reconnects for ever, with jitter, and notices a dead link
 * within three times `pingMs`.
 *
 * Only the hosts of `url` are ever connected to, by the names that are written
 * there, so that a process may be allowed these and no others.
 *
 * @throws {NatsUrlError} If `url` cannot be understood.
 * @throws {BrokerError} If the server refuses the user, or cannot be trusted.
 */
export async function connectNats(
  url: string,
  options: ConnectOptions = {},
): Promise<Link> {
  const { signal, log = () => {} } = options;
  const address = parseNatsUrl(url);
  const hosts = address.hosts.join(", ");
  let hasTold = false;
  for (let pauseMs = FIRST_PAUSE_MS;; pauseMs *= 2) {
    signal?.throwIfAborted();
    try {
      const connection = await connectOnce(address, options);
      return followConnection(connection, { hosts, log });
    } catch (error) {
      if (isHopeless(error)) throw refusal(address, error);
      if (!hasTold) log("warn", "cannot reach NATS yet", { hosts, error });
      hasTold = true;
    }
    const waitMs = Math.min(pauseMs, LONGEST_PAUSE_MS);
    await delay(waitMs * (0.5 + Math.random() / 2), undefined, {
      ...(signal && { signal }),
    }).catch(() => {});
  }
}

async function connectOnce(
  { hosts, tls, authenticate }: NatsAddress,
  { name = "freshet", pingMs = 4_000 }: ConnectOptions,
): Promise<NatsConnection> {
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
  // The client has forgotten the hosts that did not answer the first time.
  connection.setServers([...hosts]);
  return connection;
}

function refusal({ hosts, authenticate }: NatsAddress, cause: unknown) {
  const who = authenticate() ? "this user and password" : "an anonymous user";
  const isLogin = cause instanceof Error && cause.name === "AuthorizationError";
  const what = isLogin ? `refuses ${who}` : "cannot be connected to safely";
  return new BrokerError(`NATS at ${hosts.join(", ")} ${what}`, { cause });
}

/** Longest time that what was written last may take to leave when a link closes. */
const DRAIN_MS = 2_000;

/** What {@linkcode followConnection} works with. */
interface FollowParts {
  /** For the log. */
  readonly hosts: string;
  readonly log: Log;
}

/** Keeps track of whether a connection's server can be reached. */
function followConnection(
  connection: NatsConnection,
  { hosts, log }: FollowParts,
): Link {
  const watchers = new Set<(isUp: boolean) => void>();
  let isUp = true;

  function set(value: boolean): void {
    if (value === isUp) return;
    isUp = value;
    for (const tell of [...watchers]) tell(isUp);
  }

  function watch(callback: (isUp: boolean) => void): () => void {
    watchers.add(callback);
    return () => void watchers.delete(callback);
  }

  async function follow(): Promise<void> {
    for await (const status of connection.status()) {
      if (status.type === "disconnect") {
        if (isUp) log("warn", "NATS is away", { hosts });
        set(false);
      }
      if (status.type === "reconnect") {
        log("info", "NATS is back", { hosts });
        set(true);
      }
      if (status.type === "error") {
        log("warn", "NATS complains", { hosts, error: status.error });
      }
    }
    set(false);
  }

  /** Resolves when the state changes to `wanted`; rejects when `signal` aborts. */
  function change(wanted: boolean, signal: AbortSignal) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort);
    if (signal.aborted) abort();
    const unwatch = watch((isUp) => isUp === wanted && resolve());
    const forget = () => {
      signal.removeEventListener("abort", abort);
      unwatch();
    };
    return { promise, forget };
  }

  void follow();
  return {
    connection,
    get isUp() {
      return isUp;
    },
    watch,
    async whenUp(signal) {
      signal.throwIfAborted();
      if (isUp) return;
      const up = change(true, signal);
      await up.promise.finally(up.forget);
    },
    async whileUp(work, signal) {
      const down = change(false, signal);
      const away = down.promise.then(() => {
        throw new ConnectionError("NATS is away");
      });
      return await Promise.race([work, away]).finally(down.forget);
    },
    async [Symbol.asyncDispose]() {
      if (connection.isClosed()) return;
      const stop = new AbortController();
      const drained = isUp ? connection.drain() : connection.close();
      const late = delay(DRAIN_MS, undefined, { signal: stop.signal });
      await Promise.race([drained, late]).catch(() => {});
      stop.abort();
      await late.catch(() => {});
      await connection.close();
    },
  };
}

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

/** Whether an attempt to connect failed for a reason that waiting does not cure. */
function isHopeless(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, message, cause } = error;
  return name === "AuthorizationError" || name === "NotCapable" ||
    message.includes("certificate") ||
    message.includes("does not support 'tls'") || isHopeless(cause);
}
