import { findScheme } from "../shared.ts";
import type { Asking } from "./ask.ts";
import { ConnectionError } from "./connection_error.ts";
import { findStreaming } from "./discovery.ts";
import type { FrameStream } from "./frame.ts";
import { openSse } from "./open_sse.ts";
import { openWebSocket } from "./open_websocket.ts";
import { createTimeline, type Timeline } from "./timeline.ts";

/** A stream of a server that stands. */
export interface Connection {
  readonly frames: FrameStream;
  readonly timeline: Timeline;
  /** To whom it is, and how. */
  readonly detail: string;
}

/** Opens connections to one server, and remembers how that is done. */
export interface Connector {
  /** Opens a connection; it is closed when `signal` aborts. */
  open(signal: AbortSignal): Promise<Connection>;
}

/** What may stand in a header. */
const SENDABLE = /^[!-~]*$/;

type Route = { base: string; streaming: string; isSse: boolean };

/** @param host `name[:port]` */
export function createConnector(
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
