import { setTimeout as delay } from "node:timers/promises";
import { findScheme } from "../network.ts";
import type { Source, SourceEvent } from "../source.ts";
import { findStreaming } from "./discovery.ts";
import {
  type Asking,
  ConnectionError,
  type ConnectionWaits,
  RefusalError,
  WAITS,
} from "./http.ts";
import { type FrameStream, openSse } from "./sse.ts";
import { createStatusReader, type StatusReader } from "./statuses.ts";
import {
  createTimeline,
  fillGap,
  type FillOptions,
  type Timeline,
} from "./timeline.ts";
import { openWebSocket } from "./websocket.ts";

/** Options for {@linkcode mastodonSource}. */
export interface MastodonOptions {
  /** `name[:port]` of a server that speaks Mastodon's protocol. */
  readonly host: string;
  /** With the scope `read:statuses`; empty for servers that want none. */
  readonly token: string;
  readonly waits?: Partial<ConnectionWaits>;
  /** Pages of 40 posts that are read after an interruption, at most. @default {100} */
  readonly maxPages?: number;
}

/**
 * The public timeline of a Mastodon server, live. A position is the id of the
 * newest status; what came since is read from the server's archive, then what
 * streams. A status can come twice after an interruption, and one that was
 * edited or deleted meanwhile is noticed only if it is new as well.
 */
export function mastodonSource(options: MastodonOptions): Source {
  const { token, maxPages = 100 } = options;
  const host = options.host.toLowerCase();
  const waits = { ...WAITS, ...options.waits };

  async function* read(
    position: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<SourceEvent> {
    const reader = createStatusReader(host, position);
    const connector = createConnector(host, { token, waits });
    const fill = createFilling(reader, { ...waits, maxPages, signal });
    const backOff = createBackOff(waits);
    let downMs: number | null = null;

    while (!signal.aborted) {
      const stop = new AbortController();
      const abort = () => stop.abort();
      signal.addEventListener("abort", abort);
      let liveMs = Infinity;
      let failure: ConnectionError;
      try {
        const connection = await connector.open(stop.signal);
        await using frames = connection.frames;
        const live = yield* fill(connection);
        if (signal.aborted) return;
        yield { kind: "live", atMs: Date.now(), ...live };
        [liveMs, downMs] = [performance.now(), null];
        for await (const frame of frames) {
          const event = reader.read(frame);
          if (signal.aborted) return;
          if (event) yield event;
        }
        return;
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof ConnectionError)) throw error;
        failure = error;
      } finally {
        signal.removeEventListener("abort", abort);
        stop.abort();
      }
      if (performance.now() - liveMs >= waits.steadyMs) backOff.reset();
      downMs ??= Date.now() - failure.silentMs;
      const retryMs = backOff.next(failure);
      yield { kind: "down", atMs: downMs, why: failure.message, retryMs };
      await delay(retryMs, undefined, { signal }).catch(() => {}); // aborted
    }
  }

  return { name: "mastodon", key: `mastodon://${host}`, read };
}

/** How long to wait before the next try. */
interface BackOff {
  /** In milliseconds; the more tries failed before, the longer. */
  next(error: ConnectionError): number;
  /** The last try succeeded. */
  reset(): void;
}

type Waits = Pick<ConnectionWaits, "leastRetryMs" | "mostRetryMs">;

/**
 * Waits nothing, then a random part of a time that doubles with each try. What
 * a server asks for counts, if it is longer.
 *
 * @param random From 0 to 1.
 */
export function createBackOff(
  { leastRetryMs, mostRetryMs }: Waits,
  random: () => number = Math.random,
): BackOff {
  let tries = 0;
  return {
    next({ retry }) {
      const most = Math.min(mostRetryMs, leastRetryMs * 2 ** (tries - 1));
      const ms = tries++ === 0 ? 0 : Math.round(random() * most);
      if (retry === "late") return mostRetryMs;
      return retry === "soon" ? ms : Math.max(ms, retry);
    },
    reset() {
      tries = 0;
    },
  };
}

/** Tries to fill a gap, in a row, after which it stays one. */
const MOST_FAILURES = 8;
const MOST_REFUSALS = 3;

/** What is to be said of a connection on which the stream can be read. */
interface Filled {
  readonly detail: string;
  readonly recovered: boolean;
}

/** Fills the gap before a stream; what it throws is a reason to connect anew. */
type Filling = (
  connection: Connection,
) => AsyncGenerator<SourceEvent, Filled>;

/**
 * Fills gaps as often as there are any. Where the server has refused or failed
 * too often it gives up: then the stream matters more than what was missed.
 */
function createFilling(
  reader: StatusReader,
  options: FillOptions,
): Filling {
  let failures = 0;
  let refusals = 0;

  /** Whether to go on without it. */
  function isEnough(error: ConnectionError): boolean {
    if (error instanceof RefusalError) return ++refusals >= MOST_REFUSALS;
    if (typeof error.retry !== "number") failures++;
    return failures >= MOST_FAILURES;
  }

  return async function* ({ timeline, detail }) {
    const isFirst = reader.newest === null;
    try {
      const recovered = yield* fillGap(timeline, reader, options);
      failures = refusals = 0;
      if (recovered || isFirst) return { detail, recovered };
      const pages = `more than ${options.maxPages} pages`;
      return { detail: `${detail}; missed ${pages} before`, recovered };
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      if (isFirst) return { detail, recovered: false };
      const { message, retry } = error;
      if (!isEnough(error)) {
        throw new ConnectionError(message, {
          cause: error,
          // A server that streams may be about to open its archive again.
          retry: error instanceof RefusalError ? "soon" : retry,
        });
      }
      failures = 0;
      const lost = `could not read what it missed before: ${message}`;
      return { detail: `${detail}; ${lost}`, recovered: false };
    }
  };
}

/** A stream of a server that stands. */
interface Connection {
  readonly frames: FrameStream;
  readonly timeline: Timeline;
  /** To whom it is, and how. */
  readonly detail: string;
}

/** Opens connections to one server, and remembers how that is done. */
interface Connector {
  /** Opens a connection; it is closed when `signal` aborts. */
  open(signal: AbortSignal): Promise<Connection>;
}

/** What may stand in a header. */
const SENDABLE = /^[!-~]*$/;

type Route = { base: string; streaming: string; isSse: boolean };

/** @param host `name[:port]` */
function createConnector(
  host: string,
  asking: Omit<Asking, "signal">,
): Connector {
  let route: Route | null = null;

  async function openStream(asking: Asking): Promise<Connection> {
    const { base, streaming, isSse } = route ??= await findRoute(asking);
    const sse = isSse ? await openSse(streaming, asking) : null;
    const frames = sse ?? await openWebSocket(streaming, asking);
    route.isSse = sse !== null;
    const way = sse ? "server-sent events" : "WebSocket";
    const detail = `connected to ${new URL(streaming).host} (${way})`;
    return { frames, timeline: createTimeline(base, asking), detail };
  }

  async function findRoute(asking: Asking): Promise<Route> {
    const base = `${await findScheme(host)}://${host}`;
    return { base, streaming: await findStreaming(base, asking), isSse: true };
  }

  return {
    async open(signal) {
      if (!SENDABLE.test(asking.token)) {
        const words = "MASTODON_TOKEN holds a character that no token has";
        throw new ConnectionError(words, { retry: "late" });
      }
      try {
        return await openStream({ ...asking, signal });
      } catch (error) {
        route = null; // the server may have moved
        throw error;
      }
    },
  };
}
