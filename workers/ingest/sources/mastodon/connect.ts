import * as v from "valibot";
import { ConnectionError } from "../connection.ts";
import { findScheme } from "../network.ts";
import {
  describeRefusal,
  type Feed,
  isDisabled,
  TimelinesAccess,
} from "./feeds.ts";
import { fetchJson, request, type RequestOptions } from "./http.ts";
import { type FrameStream, openSse } from "./sse.ts";
import { createTimeline, type ListTimeline } from "./timeline.ts";
import { openFrames } from "./websocket.ts";

/** An open connection to a server. */
export interface Connection {
  readonly frames: FrameStream;
  readonly timeline: ListTimeline;
  /** The host that streams, and the protocol. */
  readonly detail: string;
}

/** Characters of a header's value. */
const HEADER_VALUE = /^[!-~]*$/;

/**
 * Opens connections to a feed of a server, each until its signal aborts, and remembers
 * how the server streams.
 *
 * @param host `name[:port]`
 */
export function createConnector(
  host: string,
  feed: Feed,
  common: Omit<RequestOptions, "signal">,
): (signal: AbortSignal) => Promise<Connection> {
  let route: { base: string; streaming: string; isSse: boolean } | null = null;

  return async (signal) => {
    if (!HEADER_VALUE.test(common.token)) {
      const reason = "MASTODON_TOKEN holds a character that no token has";
      throw new ConnectionError(reason, { retry: "late" });
    }
    const options = { ...common, signal };
    const known = route;
    route = null; // should it fail, the server may have moved
    const base = known?.base ?? `${await findScheme(host)}://${host}`;
    const streaming = known?.streaming ??
      await findStreaming(base, host, feed, { ...options, token: "" });
    const sse = known?.isSse === false
      ? null
      : await openSse(streaming, feed, options);
    const frames = sse ?? await openFrames(streaming, feed, options);
    route = { base, streaming, isSse: sse !== null };
    const protocol = sse ? "server-sent events" : "WebSocket";
    const detail = `connected to ${new URL(streaming).host} (${protocol})`;
    return { frames, timeline: createTimeline(base, feed, options), detail };
  };
}

/**
 * Finds out where a server streams: it may have another host for that. Always
 * with TLS, except on this machine.
 *
 * @param base `https://host`, without a slash at the end.
 * @return The same form.
 * @throws {ConnectionError} If it shows the feed to nobody.
 */
async function findStreaming(
  base: string,
  host: string,
  feed: Feed,
  options: RequestOptions,
): Promise<string> {
  const v2 = await fetchOptional(`${base}/api/v2/instance`, options);
  if (v.is(InstanceAccess, v2)) {
    const access = v2.configuration.timelines_access;
    if (isDisabled(feed, access)) {
      throw new ConnectionError(describeRefusal(feed, host), { retry: "late" });
    }
  }
  const url = await readInstance(base, v2, options) ??
    await readRedirect(base, options);
  if (url === null) return base;
  const path = url.pathname.replace(/\/+$/, "");
  return `${await findScheme(url.host)}://${url.host}${path}`;
}

const InstanceV2 = v.object({
  configuration: v.object({ urls: v.object({ streaming: v.string() }) }),
});
const InstanceAccess = v.object({
  configuration: v.object({ timelines_access: TimelinesAccess }),
});
const InstanceV1 = v.object({
  urls: v.object({ streaming_api: v.string() }),
});

async function readInstance(
  base: string,
  v2: unknown,
  options: RequestOptions,
): Promise<URL | null> {
  if (v.is(InstanceV2, v2)) return toWebUrl(v2.configuration.urls.streaming);
  const v1 = await fetchOptional(`${base}/api/v1/instance`, options);
  return v.is(InstanceV1, v1) ? toWebUrl(v1.urls.streaming_api) : null;
}

/** Undefined if the server has no such page, or one that is not JSON. */
async function fetchOptional(
  url: string,
  options: RequestOptions,
): Promise<unknown> {
  try {
    return await fetchJson(url, options);
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    const isNone = error.retry === "late" || error.cause instanceof SyntaxError;
    if (isNone) return undefined;
    throw error;
  }
}

const PATH = "/api/v1/streaming";

async function readRedirect(
  base: string,
  options: RequestOptions,
): Promise<URL | null> {
  const url = `${base}${PATH}`;
  const response = await request(url, "*/*", options, "manual");
  await response.body?.cancel();
  const to = response.headers.get("location");
  if (response.status < 300 || response.status > 399 || !to) return null;
  const target = toWebUrl(to, url);
  if (!target?.pathname.startsWith(PATH)) return null;
  target.pathname = "";
  return target;
}

function toWebUrl(text: string, base?: string): URL | null {
  const url = URL.parse(text, base);
  return url && /^(?:wss?|https?):$/.test(url.protocol) ? url : null;
}
