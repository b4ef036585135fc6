import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import * as v from "valibot";
// @ts-types="@types/ws"
import { createWebSocketStream, WebSocket } from "ws";
import { describeNetworkError } from "../network.ts";
import { headOf } from "../post_fields.ts";
import { ConnectionError, RefusalError, responseError } from "./errors.ts";
import { awaitPart, awaitServer, type RequestOptions } from "./http.ts";
import { type Frame, type FrameStream, MAX_EVENT, oversize } from "./sse.ts";

/** A message up to this size costs a row at most; a larger one the connection too. */
const MAX_MESSAGE = 16 * 2 ** 20;

/** What a subprotocol may consist of: servers take the token from there. */
const PROTOCOL = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/;

/** Stands for a ping in the stream of messages. */
const PING = "";

/**
 * Opens the public timeline as a WebSocket, until `signal` aborts. By `ws`, for
 * the built-in one has no back-pressure, shows no pings and does not limit the
 * size of messages.
 *
 * @param base Where the server streams, such as `https://streaming.x.example`.
 * @throws {ConnectionError} If it cannot be opened; when reading, if it breaks.
 */
export async function openWebSocket(
  base: string,
  { token, timeouts, signal }: RequestOptions,
): Promise<FrameStream> {
  const url = new URL(`${base}/api/v1/streaming?stream=public`);
  if (token !== "" && !PROTOCOL.test(token)) {
    const reason = "MASTODON_TOKEN holds a character that no token has";
    throw new ConnectionError(reason, { retry: "late" });
  }
  const socket = new WebSocket(url, token === "" ? [] : [token], {
    headers: { "user-agent": "Freshet" },
    maxPayload: MAX_MESSAGE,
    perMessageDeflate: false,
  });
  const close = () => socket.terminate();
  signal.addEventListener("abort", close, { once: true });
  await awaitServer(opened(socket, url.host, token), {
    ms: timeouts.answerMs,
    late: `${url.host} does not answer within`,
    failed: (e) => `cannot reach ${url.host}: ${describeNetworkError(e)}`,
  });
  const messages = readMessages(socket);
  return {
    [Symbol.asyncIterator]: () => framesOf(messages, url.host, timeouts),
    async [Symbol.asyncDispose]() {
      signal.removeEventListener("abort", close);
      close();
      if (socket.readyState !== WebSocket.CLOSED) await once(socket, "close");
    },
  };
}

function opened(socket: WebSocket, host: string, token: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.on("open", resolve);
  socket.on("error", reject);
  socket.on("unexpected-response", (request, response) => {
    reject(toError(response, host, token));
    request.destroy();
  });
  return promise;
}

function toError(
  { statusCode: status = 0, headersDistinct }: IncomingMessage,
  host: string,
  token: string,
): ConnectionError {
  if (status < 300 || status === 404) {
    return new RefusalError(
      `${host} streams neither as server-sent events nor as WebSocket (${status})`,
    );
  }
  const headers = new Headers(
    Object.entries(headersDistinct).map(([name, values]) =>
      [name, values?.join() ?? ""] as [string, string]
    ),
  );
  return responseError({ status, headers, body: null }, host, token);
}

/** Texts come as strings, other messages as bytes; pings count as messages. */
function readMessages(
  socket: WebSocket,
): AsyncIterator<string | Uint8Array, undefined> {
  const stream = createWebSocketStream(socket, {
    readableObjectMode: true,
    readableHighWaterMark: 4,
  });
  socket.on("ping", () => stream.push(PING));
  return stream[Symbol.asyncIterator]();
}

async function* framesOf(
  messages: AsyncIterator<string | Uint8Array, undefined>,
  host: string,
  { silenceMs }: Pick<RequestOptions["timeouts"], "silenceMs">,
): AsyncGenerator<Frame> {
  while (true) {
    let message: string | Uint8Array | undefined;
    try {
      message = (await awaitPart(messages.next(), host, silenceMs)).value;
    } catch (error) {
      if (isTooLarge(error)) yield oversize("");
      throw error;
    }
    if (message === undefined) {
      throw new ConnectionError(`${host} ended the stream`);
    }
    if (message !== PING) yield readMessage(message, host);
  }
}

/** Whether `ws` ended the connection because of `maxPayload`. */
function isTooLarge(error: unknown): boolean {
  const cause = error instanceof ConnectionError ? error.cause : undefined;
  return cause instanceof RangeError && "code" in cause &&
    cause.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH";
}

const EventMessage = v.object({
  event: v.string(),
  /** JSON as a string; absent for an event without content. */
  payload: v.optional(v.unknown(), ""),
});
const ErrorMessage = v.object({ error: v.string() });
const Message = v.pipe(
  v.string(),
  v.parseJson(),
  v.union([EventMessage, ErrorMessage]),
);

const encoder = new TextEncoder();

/**
 * Reads a message of Mastodon's WebSocket.
 *
 * @throws {ConnectionError} If it says that the server will not stream.
 */
export function readMessage(
  message: string | Uint8Array,
  host: string,
): Frame {
  // An event is JSON in JSON here: each quotation mark counts twice.
  if (message.length > 2 * MAX_EVENT) return oversize(message);
  const { success, output, issues } = v.safeParse(Message, message);
  if (!success) {
    const detail = `not a message of Mastodon: ${issues[0].message}`;
    const head = headOf(message);
    return { kind: "rejected", reason: "malformed", detail, head };
  }
  if ("error" in output) {
    const reason = `${host} reports: ${output.error.slice(0, 200)}`;
    throw new ConnectionError(reason, { retry: "late" });
  }
  const { event, payload } = output;
  const data = typeof payload === "string" ? payload : JSON.stringify(payload);
  const { length } = encoder.encode(data);
  if (length > MAX_EVENT) return oversize(message);
  return { kind: "event", event, data };
}
