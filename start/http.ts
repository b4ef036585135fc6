import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { withTimeout } from "../domain/time/retry.ts";
import {
  createAdmissions,
  type Refusal,
  refuseBytes,
  refuseExpectation,
  sendText,
} from "./connections.ts";

/** Answers a request. */
export type Handler = (
  request: Request,
  info: Deno.ServeHandlerInfo<Deno.NetAddr>,
) => Response | Promise<Response>;

/** Options for {@linkcode serveHttp}. */
export interface HttpOptions {
  /** Whether a proxy in front says who asks, in `X-Forwarded-For`. @default {false} */
  trustProxy?: boolean;
  /** Connections at most. @default {12_000} */
  maxConnections?: number;
  /** Connections of one address at most; of a proxy, requests at once. @default {1_000} */
  maxPerAddress?: number;
  /** Whether that holds for clients on this machine too. @default {false} */
  limitLoopback?: boolean;
  /** How long headers may take, or a reader that takes nothing. @default {10_000} */
  patienceMs?: number;
  /** How often the server looks whether it still accepts connections. @default {2_000} */
  watchMs?: number;
  /** Called for what a handler throws. */
  onError?: (error: unknown) => void;
}

/** A server at work. */
export interface HttpServer extends AsyncDisposable {
  readonly addr: Deno.NetAddr;
  /** Accepts nothing more, and waits for what is being answered. */
  shutdown(): Promise<void>;
}

/** An address longer than this is refused. */
const MAX_URL = 12 * 1024;

/** Bytes of all headers, with the address. */
const MAX_HEADERS = 24 * 1024;

/** How long a connection may wait for its next request. */
const IDLE_MS = 15_000;

/**
 * Serves HTTP by `node:http`, which closes connections whose headers or readers
 * are slow: `Deno.serve` does neither, and dies where descriptors run out.
 *
 * The port must be free.
 */
export async function serveHttp(
  addr: Deno.NetAddr,
  handler: Handler,
  options: HttpOptions = {},
): Promise<HttpServer> {
  const { patienceMs = 10_000, watchMs = 2_000, onError = () => {} } = options;
  const admissions = createAdmissions(options);
  const server = http.createServer({
    headersTimeout: patienceMs,
    requestTimeout: 3 * patienceMs,
    keepAliveTimeout: IDLE_MS,
    connectionsCheckingInterval: Math.ceil(patienceMs / 10),
    maxHeaderSize: MAX_HEADERS,
    requireHostHeader: false, // `toRequest` looks: what node answers has no headers
  } as http.ServerOptions);
  server.on("connection", admissions.enter);
  server.on("clientError", refuseBytes);
  server.on("checkExpectation", refuseExpectation);
  server.on("request", (req, res) => {
    const admitted = admissions.admit(req);
    res.once("close", admitted.leave);
    const respond = admitted.refusal
      ? sendText(res, admitted.refusal)
      : answer(req, res, { handler, admitted, patienceMs, onError });
    respond.catch((error) => {
      onError(error);
      res.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(addr.port, addr.hostname, () => resolve());
  });
  server.on("error", onError);
  const watch = setInterval(
    () => void keepListening(server, addr, admissions.count, watchMs),
    watchMs,
  );
  const shutdown = async () => {
    clearInterval(watch);
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    const sweep = setInterval(admissions.closeIdle, 50);
    await closed;
    clearInterval(sweep);
  };
  return { addr, shutdown, [Symbol.asyncDispose]: shutdown };
}

/**
 * Listens anew if nobody is accepted any more: without a free descriptor, Deno's
 * loop of accepting ends and says nothing.
 */
async function keepListening(
  server: http.Server,
  { hostname, port }: Deno.NetAddr,
  countAccepted: () => number,
  waitMs: number,
): Promise<void> {
  if (!server.listening) return void server.listen(port, hostname); // no descriptor was free
  const before = countAccepted();
  const socket = connect(port, hostname);
  const { promise: isLost, reject } = Promise.withResolvers<never>();
  socket.on("error", reject);
  const isAccepted = new Promise<void>((resolve) => {
    server.once("connection", () => resolve());
  });
  try {
    await withTimeout(Promise.race([isAccepted, isLost]), waitMs / 2, "");
  } catch {
    if (countAccepted() > before || !server.listening) return;
    server.close();
    server.listen(port, hostname);
  } finally {
    socket.destroy();
  }
}

/** What {@linkcode answer} works with. */
interface Work {
  readonly handler: Handler;
  readonly admitted: { readonly remoteAddr: Deno.NetAddr };
  readonly patienceMs: number;
  readonly onError: (error: unknown) => void;
}

async function answer(
  req: IncomingMessage,
  res: ServerResponse,
  { handler, admitted, patienceMs, onError }: Work,
): Promise<void> {
  const left = new AbortController();
  const completed = new Promise<void>((resolve) => {
    res.once("close", () => {
      if (!res.writableFinished) left.abort();
      resolve();
    });
  });
  const request = toRequest(req, left.signal);
  if (!(request instanceof Request)) return await sendText(res, request);
  const { remoteAddr } = admitted;
  let response: Response;
  try {
    response = await handler(request, { remoteAddr, completed });
  } catch (error) {
    onError(error);
    const text = "Something went wrong";
    return await sendText(res, { status: 500, text });
  }
  await send(compress(response, request), res, left.signal, patienceMs);
}

/** The request as handlers see it; or why there is none. */
function toRequest(
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
  const body = hasBody
    ? { body: Readable.toWeb(req) as ReadableStream, duplex: "half" }
    : {};
  try {
    return new Request(address, { method, headers, signal, ...body });
  } catch {
    return { status: 400, text: "The request is not valid" };
  }
}

const COMPRESSIBLE =
  /^(?:text\/(?!event-stream)|image\/svg|application\/(?:json|javascript|x-ndjson|manifest))/;

/** Packs a response where that helps and the client can unpack it. */
function compress(response: Response, { headers }: Request): Response {
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
  // Brotli, as Deno has it for streams, takes twenty times as long.
  const packed = response.body.pipeThrough(new CompressionStream("gzip"));
  return replace(response, packed, changed);
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
  body: ReadableStream,
  headers: Headers,
): Response {
  return new Response(body, { status, statusText, headers });
}

/** Bytes that are written before the reader must have taken them. */
const PIECE = 16 * 1024;

/** Sends a response as fast as the client reads; gives up on one that does not. */
async function send(
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
