import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gzip, type ZlibOptions } from "node:zlib";
import { withTimeout } from "../../domain/time/retry.ts";
import type { Refusal } from "./connections.ts";

const pack = promisify<Uint8Array, ZlibOptions, Uint8Array>(gzip);

/** An address longer than this is refused. */
const MAX_URL = 12 * 1024;

/** The request as handlers see it; or why there is none. */
export function toRequest(
  req: IncomingMessage,
  signal: AbortSignal,
): Request | Refusal {
  const { method = "GET", url = "/" } = req;
  if (url.length > MAX_URL) {
    return { status: 414, text: "The address is too long" };
  }
  const base = `http://${req.headers.host ?? "localhost"}`;
  const address = url.startsWith("/") ? base + url : url;
  const hasHost = req.headers.host !== undefined || req.httpVersion === "1.0";
  if (!hasHost || !URL.canParse(address) || !/^https?:/.test(address)) {
    return { status: 400, text: "The address is not valid" };
  }
  const headers = new Headers();
  for (let i = 0; i < req.rawHeaders.length; i += 2) {
    headers.append(req.rawHeaders[i]!, req.rawHeaders[i + 1]!);
  }
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody ? { body: bodyOf(req), duplex: "half" } : {};
  try {
    return new Request(address, { method, headers, signal, ...body });
  } catch {
    return { status: 400, text: "The request is not valid" };
  }
}

/** The body of a request. `Readable.toWeb` throws where nobody reads all of it. */
function bodyOf(req: IncomingMessage): ReadableStream<Uint8Array> {
  let isOver = false;
  const end = (act: () => void) => {
    if (!isOver) act();
    isOver = true;
  };
  return new ReadableStream<Uint8Array>({
    start(body) {
      req.pause();
      req.on("data", (bytes: Uint8Array) => {
        if (isOver) return;
        body.enqueue(new Uint8Array(bytes));
        req.pause();
      });
      req.on("end", () => end(() => body.close()));
      const fail = () => end(() => body.error(new Error("The client left")));
      req.on("error", fail).on("close", fail);
    },
    pull: () => void req.resume(),
    cancel: () => end(() => void req.resume()), // what still comes is dropped
  }, { highWaterMark: 0 });
}

const COMPRESSIBLE =
  /^(?:text\/(?!event-stream)|image\/svg|application\/(?:json|javascript|x-ndjson|manifest))/;

/** Packs a response where that helps and the client can unpack it. */
export async function compress(
  response: Response,
  { headers }: Request,
): Promise<Response> {
  const given = response.headers;
  const mayChange = !given.get("cache-control")?.includes("no-transform") &&
    !given.has("content-encoding") && !given.has("content-range");
  if (!response.body || !mayChange) return response;
  if (!COMPRESSIBLE.test(given.get("content-type") ?? "")) return response;
  const changed = new Headers(given);
  changed.append("vary", "Accept-Encoding");
  if (!acceptsGzip(headers.get("accept-encoding") ?? "")) {
    return replace(response, response.body, changed);
  }
  changed.set("content-encoding", "gzip");
  changed.delete("content-length");
  const tag = given.get("etag");
  if (tag && given.get("cache-control")?.includes("immutable")) {
    return replace(response, await packForEver(response, tag), changed);
  }
  if (given.get("content-type")?.startsWith("text/html")) {
    // Pages are whole: level 2 takes a third of the time of a stream, for a tenth more bytes.
    const page = await pack(await response.bytes(), { level: 2 });
    return replace(response, new Uint8Array(page), changed);
  }
  // Brotli, as Deno has it for streams, takes twenty times as long.
  const packed = response.body.pipeThrough(new CompressionStream("gzip"));
  return replace(response, packed, changed);
}

/** Files of the build, as small as they get, by their tags. */
const packedFiles = new Map<string, Uint8Array<ArrayBuffer>>();

async function packForEver(
  response: Response,
  tag: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const known = packedFiles.get(tag);
  if (known) {
    await response.body!.cancel();
    return known;
  }
  const packed = await pack(await response.bytes(), { level: 9 });
  const bytes = new Uint8Array(packed);
  packedFiles.set(tag, bytes);
  return bytes;
}

function acceptsGzip(accepted: string): boolean {
  return accepted.split(",").some((one) => {
    const [name, ...rest] = one.split(";").map((part) => part.trim());
    const isRefused = rest.some((part) => /^q=0(?:\.0*)?$/i.test(part));
    return name!.toLowerCase() === "gzip" && !isRefused;
  });
}

function replace(
  { status, statusText }: Response,
  body: ReadableStream | Uint8Array<ArrayBuffer>,
  headers: Headers,
): Response {
  return new Response(body, { status, statusText, headers });
}

/** Bytes that are written before the reader must have taken them. */
const PIECE = 16 * 1024;

/** Sends a response as fast as the client reads; gives up on one that does not. */
export async function send(
  response: Response,
  res: ServerResponse,
  left: AbortSignal,
  patienceMs: number,
): Promise<void> {
  res.statusCode = response.status;
  if (response.statusText) res.statusMessage = response.statusText;
  for (const [name, value] of response.headers) res.appendHeader(name, value);
  if (!response.body) return void res.end();
  const reader = response.body.getReader();
  const stop = () => void reader.cancel().catch(() => {});
  left.addEventListener("abort", stop);
  if (left.aborted) stop();
  try {
    res.flushHeaders();
    for (
      let next = await reader.read();
      !next.done;
      next = await reader.read()
    ) {
      for (let i = 0; i < next.value.length; i += PIECE) {
        const isTaken = res.write(next.value.subarray(i, i + PIECE));
        if (!isTaken) await drained(res, patienceMs);
      }
    }
    res.end();
    if (!res.writableFinished) await finished(res, patienceMs);
  } catch {
    stop();
    destroy(res); // the client sees that its answer is not whole
  }
}

/** Waits until what was written has left. */
const drained = (res: ServerResponse, ms: number) => once(res, "drain", ms);
const finished = (res: ServerResponse, ms: number) => once(res, "finish", ms);

async function once(
  res: ServerResponse,
  event: "drain" | "finish",
  ms: number,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  res.once(event, resolve).once("close", resolve);
  try {
    await withTimeout(promise, ms, "The client reads too slowly");
  } finally {
    res.off(event, resolve).off("close", resolve);
  }
}

/** Closes a connection at once: what waits for its reader is dropped. */
function destroy(res: ServerResponse): void {
  res.socket?.destroy();
  res.destroy();
}
