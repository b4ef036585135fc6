import { once } from "node:events";
import type { IncomingMessage } from "node:http";
// @ts-types="@types/ws"
import { createWebSocketStream, WebSocket } from "ws";
import {
  awaitPart,
  awaitServer,
  ConnectionError,
  type Timeouts,
} from "./connection.ts";
import { describeNetworkError } from "./network.ts";

/** A message up to this size costs a row at most; a larger one the connection too. */
const MAX_MESSAGE = 16 * 2 ** 20;

/** Stands for a ping in the stream of messages. */
const PING = "";

/** Options for {@linkcode openWebSocket}. */
export interface WebSocketOptions {
  readonly timeouts: Pick<Timeouts, "answerMs" | "silenceMs">;
  readonly signal: AbortSignal;
  /** @default none */
  readonly protocol?: string | undefined;
  /** What a response other than an upgrade means. @default "answers" and its status */
  readonly refused?: (status: number, headers: Headers) => ConnectionError;
}

/** Messages of a connection: texts as strings, others as bytes. */
export type MessageStream =
  & AsyncIterable<string | Uint8Array>
  & AsyncDisposable;

/**
 * Opens a WebSocket, until `signal` aborts. By `ws`, for the built-in one has no
 * back-pressure, shows no pings and does not limit the size of messages.
 *
 * @throws {ConnectionError} If it cannot be opened; when reading, once it ends.
 */
export async function openWebSocket(
  url: URL,
  { timeouts, signal, protocol, refused }: WebSocketOptions,
): Promise<MessageStream> {
  const { host } = url;
  const socket = new WebSocket(url, protocol === undefined ? [] : [protocol], {
    headers: { "user-agent": "Freshet" },
    maxPayload: MAX_MESSAGE,
    perMessageDeflate: false,
  });
  const close = () => socket.terminate();
  signal.addEventListener("abort", close, { once: true });
  if (signal.aborted) close();
  await awaitServer(opened(socket, host, refused), {
    ms: timeouts.answerMs,
    late: `${host} does not answer within`,
    failed: (e) => `${host} cannot be reached: ${describeNetworkError(e)}`,
  }).catch((error) => {
    close();
    throw error;
  });
  const messages = readMessages(socket, host, timeouts.silenceMs);
  return {
    [Symbol.asyncIterator]: () => messages,
    async [Symbol.asyncDispose]() {
      signal.removeEventListener("abort", close);
      close();
      if (socket.readyState !== WebSocket.CLOSED) await once(socket, "close");
    },
  };
}

function opened(
  socket: WebSocket,
  host: string,
  refused: WebSocketOptions["refused"],
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.on("open", resolve);
  socket.on("error", reject);
  socket.on("unexpected-response", (request, response) => {
    const { statusCode: status = 0 } = response;
    reject(
      refused?.(status, headersOf(response)) ??
        new ConnectionError(`${host} answers ${status}`),
    );
    request.destroy();
  });
  return promise;
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  return new Headers(
    Object.entries(headersDistinct).map(([name, values]) =>
      [name, values?.join() ?? ""] as [string, string]
    ),
  );
}

/** Receives from now on; pings count as messages. */
function readMessages(
  socket: WebSocket,
  host: string,
  silenceMs: number,
): AsyncGenerator<string | Uint8Array> {
  const stream = createWebSocketStream(socket, {
    readableObjectMode: true,
    readableHighWaterMark: 4,
  });
  let ending = "";
  stream.on("error", () => {}); // whoever reads gets it, maybe later
  socket.on("ping", () => stream.push(PING));
  socket.on("close", (code, reason) => {
    if ([1_000, 1_005, 1_006].includes(code)) return;
    ending = ` (${[code, `${reason}`].filter(Boolean).join(": ")})`;
  });

  async function* read(): AsyncGenerator<string | Uint8Array> {
    const messages: AsyncIterator<string | Uint8Array, undefined> = stream
      [Symbol.asyncIterator]();
    while (true) {
      const { value } = await awaitPart(messages.next(), host, silenceMs);
      if (value === undefined) {
        throw new ConnectionError(`${host} ended the stream${ending}`);
      }
      if (value !== PING) yield value;
    }
  }

  return read();
}
