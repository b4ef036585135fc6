import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import {
  createJudge,
  createRateLimit,
  limitOf,
  STREAM_PATH,
  type XLimits,
} from "./x_answers.ts";
import { RuleBook, type ServerAnswer, type ServerRule } from "./x_rules.ts";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";

const WINDOW_MS = 900_000;
/** Options for {@linkcode startXServer}. */
export interface XServerOptions {
  /** The bearer token that it knows. @default {"secret"} */
  readonly token?: string;
  /** PEM texts; with them it speaks TLS. @default plain HTTP */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** @default {20_000} */
  readonly heartbeatMs?: number;
  /** A reader that leaves more bytes waiting is cut off. @default {1_048_576} */
  readonly maxBacklog?: number;
  /** Writes the ids of rules as bare numbers, as X once did. @default {false} */
  readonly bareIds?: boolean;
}

/** How a request fails: by an answer, by none at all, by a cut, or by a stream that ends at once. */
export type XFault =
  | ServerAnswer & { readonly headers?: Record<string, string> }
  | "silence"
  | "cut"
  | "end";

/** A server that behaves as X's filtered stream is documented to. */
export interface XServer extends AsyncDisposable {
  /** `127.0.0.1:port`; with TLS `localhost:port` */
  readonly host: string;
  /** Those for the stream itself, and for rules. */
  readonly requests: Readonly<Record<"stream" | "rules", readonly XRequest[]>>;
  readonly rules: readonly ServerRule[];
  readonly isConnected: boolean;
  readonly limits: XLimits;
  /** Adds a rule as another client would; its id. */
  putRule(value: string, tag?: string): string;
  /** What the next requests of a kind meet, one each. */
  fail(kind: "stream" | "rules", ...faults: XFault[]): void;
  /** Sends bytes as they are; false if nobody is connected. */
  send(bytes: string | Uint8Array): boolean;
  /** Sends a post that matched the rules with these tags. */
  post(post: PostSpec, tags: readonly string[]): boolean;
  /** Ends the stream, in order or by a cut. */
  drop(how: "end" | "cut"): void;
}

/** Starts a server on a free port of this machine. */
export async function startXServer(
  options: XServerOptions = {},
): Promise<XServer> {
  const { heartbeatMs = 20_000, maxBacklog = 1_048_576, tls } = options;
  const { token = "secret", bareIds = false } = options;
  const book = new RuleBook();
  const seat = new StreamSeat({ heartbeatMs, maxBacklog });
  const requests = { stream: [] as XRequest[], rules: [] as XRequest[] };
  const faults = { stream: [] as XFault[], rules: [] as XFault[] };
  const limits = {
    reads: createRateLimit(450, WINDOW_MS),
    writes: createRateLimit(100, WINDOW_MS),
    connects: createRateLimit(50, WINDOW_MS),
  };

  const judge = createJudge({ token, book, seat, limits });

  async function serve(incoming: IncomingMessage, response: ServerResponse) {
    const request = await readRequest(incoming);
    const kind = request.path === STREAM_PATH ? "stream" : "rules";
    requests[kind].push(request);
    const limit = limitOf(request, limits);
    const fault = faults[kind].shift();
    if (typeof fault === "string") return misbehave(fault, response);
    const answer = fault ?? judge(request);
    if (answer === null) return seat.take(response, limit.headers);
    const json = JSON.stringify(answer.body)
      .replace(bareIds ? /"id":"(\d+)"/g : /$^/, '"id":$1');
    response.writeHead(answer.status, {
      "content-type": "application/json; charset=utf-8",
      ...limit.headers,
      ...fault?.headers,
    });
    response.end(json);
  }

  const listener = await listen((request, response) => {
    serve(request, response).catch(() => response.destroy());
  }, tls);

  return {
    host: `${tls ? "localhost" : "127.0.0.1"}:${listener.port}`,
    requests,
    limits,
    rules: book.rules,
    get isConnected() {
      return seat.isTaken;
    },
    putRule: (value, tag) => book.put(value, tag),
    fail: (kind, ...more) => void faults[kind].push(...more),
    send: (bytes) => seat.send(bytes),
    post: (post, tags) =>
      seat.send(
        `${
          streamLine(
            post,
            book.rules.filter(({ tag = "" }) => tags.includes(tag)),
          )
        }\r\n`,
      ),
    drop: (how) => seat.drop(how),
    async [Symbol.asyncDispose]() {
      seat.drop("cut");
      await listener.close();
    },
  };
}

function misbehave(
  fault: Exclude<XFault, object>,
  response: ServerResponse,
): void {
  if (fault === "cut") response.socket?.destroy();
  if (fault === "end") response.writeHead(200).end();
}

/** A server that listens. */
export interface Listener {
  readonly port: number;
  /** Cuts every connection. */
  close(): Promise<void>;
}

/** Listens at a free port of this machine; with PEM texts, by TLS. */
async function listen(
  answer: RequestListener,
  tls?: { readonly cert: string; readonly key: string },
): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = tls ? createTlsServer(tls, answer) : createServer(answer);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("clientError", (_error, socket) => void socket.destroy());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

/** A request that came. */
export interface XRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string;
  readonly body: unknown;
  /** By `performance.now()`. */
  readonly atMs: number;
}

/** Reads a request to its end. */
async function readRequest(request: IncomingMessage): Promise<XRequest> {
  const atMs = performance.now();
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = new TextDecoder().decode(
    await new Blob(chunks as BlobPart[]).bytes(),
  );
  const { pathname, searchParams } = new URL(request.url ?? "", "http://x");
  return {
    method: request.method ?? "",
    path: pathname,
    query: searchParams,
    authorization: request.headers.authorization ?? "",
    body: text === "" ? undefined : JSON.parse(text),
    atMs,
  };
}

/** Options for {@linkcode StreamSeat}. */
export interface StreamSeatOptions {
  readonly heartbeatMs: number;
  /** A reader that leaves more bytes waiting is cut off. */
  readonly maxBacklog: number;
}

/** The place of the one client that may be connected. */
export class StreamSeat {
  readonly #options: StreamSeatOptions;
  #response: ServerResponse | null = null;
  #heart: ReturnType<typeof setInterval> | undefined;

  constructor(options: StreamSeatOptions) {
    this.#options = options;
  }

  get isTaken(): boolean {
    return this.#response !== null;
  }

  take(response: ServerResponse, headers: Record<string, string>): void {
    this.#response = response;
    response.writeHead(200, { "content-type": "application/json", ...headers });
    response.flushHeaders();
    const beat = () => void this.send("\r\n");
    this.#heart = setInterval(beat, this.#options.heartbeatMs);
    response.on("error", () => {});
    response.on("close", () => this.#leave(response));
  }

  /** False if nobody is there. */
  send(bytes: string | Uint8Array): boolean {
    const response = this.#response;
    if (!response) return false;
    response.write(bytes);
    if (response.writableLength > this.#options.maxBacklog) this.drop("cut");
    return true;
  }

  drop(how: "end" | "cut"): void {
    const response = this.#response;
    if (!response) return;
    this.#leave(response);
    if (how === "end") response.end();
    else response.socket?.destroy();
  }

  #leave(response: ServerResponse): void {
    if (this.#response !== response) return;
    this.#response = null;
    clearInterval(this.#heart);
  }
}

/** What a test says of a post. */
export interface PostSpec {
  readonly id: string;
  readonly text: string;
  /** Anything else that X says of a post. */
  readonly data?: Record<string, unknown>;
  readonly includes?: Record<string, unknown>;
}

const AUTHOR = { id: "2244994945", name: "Ann", username: "ann" };

/** A post as a line of the stream. */
function streamLine(
  { id, text, data = {}, includes }: PostSpec,
  rules: readonly ServerRule[],
): string {
  return JSON.stringify({
    data: {
      id,
      text,
      author_id: AUTHOR.id,
      created_at: new Date().toISOString(),
      lang: "en",
      ...data,
    },
    includes: includes ?? { users: [AUTHOR] },
    matching_rules: rules.map(({ id, tag }) => ({ id, tag })),
  });
}
