import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import {
  type AdmissionOptions,
  createAdmissions,
  refuseBytes,
  refuseExpectation,
  sendText,
} from "./connections.ts";
import { compress, send, toRequest } from "./http_messages.ts";

/** Answers a request. */
export type Handler = (
  request: Request,
  info: Deno.ServeHandlerInfo<Deno.NetAddr>,
) => Response | Promise<Response>;

/** Options for {@linkcode serveHttp}. */
export interface HttpOptions extends AdmissionOptions {
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
  const watch = keepListening(server, addr, admissions.count, watchMs);
  const shutdown = async () => {
    watch[Symbol.dispose]();
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    const sweep = setInterval(admissions.closeIdle, 50);
    await closed;
    clearInterval(sweep);
  };
  return { addr, shutdown, [Symbol.asyncDispose]: shutdown };
}

/** Times in a row that nobody was accepted until the server listens again. */
const STRIKES = 3;

/**
 * Listens again if not even this process can connect: without a free descriptor,
 * Deno's loop of accepting ends and says nothing.
 */
function keepListening(
  server: http.Server,
  { hostname, port }: Deno.NetAddr,
  countAccepted: () => number,
  everyMs: number,
): Disposable {
  let last = -1;
  let strikes = 0;
  let lookedMs = performance.now();
  let probe: Socket | undefined;
  const timer = setInterval(() => {
    probe?.destroy();
    const accepted = countAccepted();
    // A process that stood still has accepted nobody either, and soon will.
    const isLate = performance.now() - lookedMs > 1.5 * everyMs;
    lookedMs = performance.now();
    strikes = accepted === last && !isLate ? strikes + 1 : 0;
    last = accepted;
    if (strikes >= STRIKES && server.listening) {
      server.close();
      strikes = 0;
    }
    if (!server.listening) server.listen(port, hostname);
    probe = connect(port, hostname).on("error", () => {});
  }, everyMs);
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      probe?.destroy();
    },
  };
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
  await send(await compress(response, request), res, left.signal, patienceMs);
}
