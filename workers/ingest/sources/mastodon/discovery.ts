import * as v from "valibot";
import { findScheme } from "../network.ts";
import {
  ask,
  type Asking,
  askJson,
  ConnectionError,
  RefusalError,
} from "./http.ts";

const InstanceV2 = v.object({
  configuration: v.object({ urls: v.object({ streaming: v.string() }) }),
});
const InstanceV1 = v.object({
  urls: v.object({ streaming_api: v.string() }),
});

const PATH = "/api/v1/streaming";
const WEB = /^(?:wss?|https?):$/;

/**
 * Finds out where a server streams: it may have a host of its own for that.
 * Never without TLS, except on this very machine.
 *
 * @param base `https://host`, without a slash at the end.
 * @return The same form.
 */
export async function findStreaming(
  base: string,
  asking: Asking,
): Promise<string> {
  const openly = { ...asking, token: "" };
  const told = await toldByInstance(base, openly) ??
    await toldByRedirect(base, openly);
  return told === null ? base : await baseOf(told);
}

async function toldByInstance(
  base: string,
  asking: Asking,
): Promise<URL | null> {
  const v2 = await askOptional(`${base}/api/v2/instance`, asking);
  if (v.is(InstanceV2, v2)) return webUrl(v2.configuration.urls.streaming);
  const v1 = await askOptional(`${base}/api/v1/instance`, asking);
  return v.is(InstanceV1, v1) ? webUrl(v1.urls.streaming_api) : null;
}

/** Undefined if the server has no such page, or another one there. */
async function askOptional(url: string, asking: Asking): Promise<unknown> {
  try {
    return await askJson(url, asking);
  } catch (error) {
    const isNone = error instanceof RefusalError ||
      error instanceof ConnectionError && error.cause instanceof SyntaxError;
    if (isNone) return undefined;
    throw error;
  }
}

async function toldByRedirect(
  base: string,
  asking: Asking,
): Promise<URL | null> {
  const url = `${base}${PATH}`;
  const response = await ask(url, "*/*", asking, "manual");
  await response.body?.cancel();
  const to = response.headers.get("location");
  if (response.status < 300 || response.status > 399 || !to) return null;
  const target = URL.canParse(to, url) ? webUrl(new URL(to, url).href) : null;
  if (!target?.pathname.startsWith(PATH)) return null;
  target.pathname = "";
  return target;
}

function webUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && WEB.test(url.protocol) ? url : null;
}

async function baseOf({ host, pathname }: URL): Promise<string> {
  const path = pathname.replace(/\/+$/, "");
  return `${await findScheme(host)}://${host}${path}`;
}
