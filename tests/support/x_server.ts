import type { IncomingMessage, ServerResponse } from "node:http";
import {
  createJudge,
  limitOf,
  STREAM_PATH,
  type XLimits,
} from "./x_server/create_judge.ts";
import { listen } from "./x_server/listen.ts";
import { createRateLimit } from "./x_server/rate_limit.ts";
import { readRequest, type XRequest } from "./x_server/read_request.ts";
import {
  RuleBook,
  type ServerAnswer,
  type ServerRule,
} from "./x_server/rule_book.ts";
import { type PostSpec, streamLine } from "./x_server/stream_line.ts";
import { StreamSeat } from "./x_server/stream_seat.ts";

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
