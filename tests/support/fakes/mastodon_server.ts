import {
  isOlder,
  makeStatus,
  serverId,
  type ServerStatus,
} from "./mastodon_streams.ts";
import { createServerStreams, type ServerStreams } from "./mastodon_streams.ts";

/** Options for {@linkcode startMastodon}. */
export interface MastodonServerOptions {
  /** Empty: it wants none. @default {"a-token"} */
  readonly token?: string;
  /** @default {["sse", "websocket"]} */
  readonly forms?: readonly ("sse" | "websocket")[];
  /** How it says where it streams; `none`: it does not. @default {"v2"} */
  readonly tells?: "v2" | "v1" | "redirect" | "none";
  /** Whether it streams on a host of its own. @default {false} */
  readonly streamsElsewhere?: boolean;
  /** @default {1_000} */
  readonly heartbeatMs?: number;
  /** What it holds from the beginning. @default {[]} */
  readonly statuses?: readonly ServerStatus[];
  /** Who may read its timelines; left out: it does not say. */
  readonly access?: Record<string, Record<string, string>>;
  /** Requests that it answers in a time. @default {300 in 300_000 ms} */
  readonly limit?: { readonly requests: number; readonly windowMs: number };
}

/** What a client asked. */
export interface ServedRequest {
  readonly atMs: number;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Headers;
}

/** A server that speaks Mastodon's protocol, as far as readers need it. */
export interface MastodonServer extends AsyncDisposable {
  readonly host: string;
  /** Whoever asked what, in order. */
  readonly requests: readonly ServedRequest[];
  readonly streams: ServerStreams;
  /** All that it holds now, the oldest first. */
  readonly statuses: readonly ServerStatus[];
  /** Answers in the server's place, unless it gives nothing. */
  intercept: (request: Request) => Response | undefined;
  /** A post was written; sent to all clients. */
  post(given?: Partial<ServerStatus>): ServerStatus;
  edit(id: string, content: string): void;
  remove(id: string): void;
  /** Nobody answers there any more, until it starts again. */
  stop(): Promise<void>;
  start(): void;
}

/** Starts a server on this machine. */
export function startMastodon(
  options: MastodonServerOptions = {},
): MastodonServer {
  const { token = "a-token", forms = ["sse", "websocket"], tells = "v2" } =
    options;
  const { streamsElsewhere = false, heartbeatMs = 1_000 } = options;
  const streams = createServerStreams(heartbeatMs);
  const limit = createLimit(options.limit);
  const requests: ServedRequest[] = [];
  let statuses = [...options.statuses ?? []];
  let serial = 0;

  function answer(request: Request): Response {
    const { host, pathname: path, search: query } = new URL(request.url);
    const headers = new Headers(request.headers);
    requests.push({ atMs: Date.now(), host, path, query, headers });
    const own = server.intercept(request);
    if (own) return own;
    if (path === "/api/v2/instance") return instanceV2();
    if (path === "/api/v1/instance") return instanceV1();
    if (path.startsWith("/api/v1/timelines/")) return timeline(request);
    if (!path.startsWith("/api/v1/streaming")) return refuse(404, "Not found");
    return stream(request, path);
  }

  const instanceV2 = () =>
    tells === "v2"
      ? Response.json({
        configuration: {
          urls: { streaming: `ws://${streamingHost}` },
          ...(options.access && { timelines_access: options.access }),
        },
      })
      : refuse(404, "Not found");
  const instanceV1 = () =>
    tells === "v1"
      ? Response.json({ urls: { streaming_api: `ws://${streamingHost}` } })
      : refuse(404, "Not found");

  function stream(request: Request, path: string): Response {
    const { host } = new URL(request.url);
    if (host !== streamingHost) {
      const location = `http://${streamingHost}${path}`;
      return tells === "redirect"
        ? new Response(null, { status: 301, headers: { location } })
        : refuse(404, "Not found");
    }
    const isUpgrade = request.headers.get("upgrade") === "websocket";
    const given = isUpgrade
      ? request.headers.get("sec-websocket-protocol")
      : bearerOf(request);
    if (token && given !== token) return refuse(401, "Invalid access token");
    if (isUpgrade && forms.includes("websocket")) {
      return streams.openWebSocket(request);
    }
    const feed = path.replace("/api/v1/streaming/", "") +
      new URL(request.url).search;
    const isSse = FEED.test(feed) && forms.includes("sse");
    return isSse ? streams.openSse(feed) : refuse(404, "Not found");
  }

  function timeline(request: Request): Response {
    const headers = limit.count();
    if (headers.get("x-ratelimit-remaining") === "-1") {
      return refuse(429, "Too many requests", headers);
    }
    if (token && bearerOf(request) !== token) {
      return refuse(422, "This method requires an authenticated user");
    }
    const { searchParams } = new URL(request.url);
    const count = Math.min(Number(searchParams.get("limit") ?? 20), 40);
    const after = searchParams.get("min_id");
    const feed = request.url.split("/timelines/")[1]!;
    const shown = statuses.filter((status) => isIn(feed, status));
    const page = after === null
      ? shown.slice(-count)
      : shown.filter(({ id }) => isOlder(after, id)).slice(0, count);
    return Response.json(page.toReversed(), { headers });
  }

  const listen = (port: number) =>
    Deno.serve({ hostname: "127.0.0.1", port, onListen() {} }, answer);
  let servers = [listen(0), ...(streamsElsewhere ? [listen(0)] : [])];
  const ports = servers.map(({ addr }) => addr.port);
  const host = `127.0.0.1:${ports[0]}`;
  const streamingHost = `127.0.0.1:${ports.at(-1)}`;

  const server: MastodonServer = {
    host,
    requests,
    streams,
    get statuses() {
      return statuses;
    },
    intercept: () => undefined,
    post(given = {}) {
      const id = given.id ?? serverId(Date.now(), ++serial);
      const status = makeStatus(id, given);
      statuses = [...statuses, status]
        .sort((a, b) => isOlder(a.id, b.id) ? -1 : 1);
      streams.sendEvent(
        "update",
        JSON.stringify(status),
        (feed) => isIn(feed, status),
      );
      return status;
    },
    edit(id, content) {
      const edited_at = new Date().toISOString();
      statuses = statuses.map((status) =>
        status.id === id ? { ...status, content, edited_at } : status
      );
      const edited = statuses.find((status) => status.id === id);
      streams.sendEvent("status.update", JSON.stringify(edited));
    },
    remove(id) {
      statuses = statuses.filter((status) => status.id !== id);
      streams.sendEvent("delete", id);
    },
    async stop() {
      streams.end("close");
      await Promise.all(servers.map((server) => server.shutdown()));
      servers = [];
    },
    start() {
      servers = ports.map(listen);
    },
    async [Symbol.asyncDispose]() {
      await server.stop();
    },
  };
  return server;
}

/** Streams by server-sent events. */
const FEED = /^(?:public(?:\/local)?$|hashtag\?tag=.|list\?list=.)/;

/** Whether a status belongs to what a path or the name of a stream names. */
function isIn(feed: string, { account, tags }: ServerStatus): boolean {
  const tag = /(?:[?&]tag=|^tag\/)([^?&]*)/.exec(feed)?.[1];
  if (tag !== undefined) {
    return tags.some(({ name }) => name === decodeURIComponent(tag));
  }
  const isLocal = /local/.test(feed);
  return !isLocal || !account.acct.includes("@");
}

function bearerOf({ headers }: Request): string | undefined {
  return /^Bearer (.*)$/.exec(headers.get("authorization") ?? "")?.[1];
}

function refuse(status: number, error: string, headers = new Headers()) {
  return Response.json({ error }, { status, headers });
}

/** Counts requests; the headers say `-1` if there were too many. */
function createLimit(
  { requests, windowMs }: NonNullable<MastodonServerOptions["limit"]> = {
    requests: 300,
    windowMs: 300_000,
  },
) {
  let left = requests;
  let resetMs = 0;
  return {
    count(): Headers {
      if (Date.now() >= resetMs) {
        left = requests;
        resetMs = Date.now() + windowMs;
      }
      left = Math.max(left - 1, -1);
      return new Headers({
        "x-ratelimit-limit": String(requests),
        "x-ratelimit-remaining": String(left),
        "x-ratelimit-reset": new Date(resetMs).toISOString(),
      });
    },
  };
}
