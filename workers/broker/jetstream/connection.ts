import {
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
import { BrokerError } from "../broker_error.ts";
import { followConnection } from "./follow_connection.ts";
import { isHopeless } from "./is_hopeless.ts";
import type { Link } from "./link.ts";
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
