import type { Asking } from "./ask.ts";
import { createByteReader } from "./byte_reader.ts";
import { ConnectionError } from "./connection_error.ts";
import { type Frame, type FrameStream, MAX_EVENT } from "./frame.ts";
import { refusalOf } from "./http.ts";
import { listen } from "./listen.ts";
import { maskFrame } from "./mask_frame.ts";
import { openConnection } from "./open_connection.ts";
import { readMessage } from "./read_message.ts";
import { RefusalError } from "./refusal_error.ts";
import { webSocketMessages, type WebSocketParts } from "./websocket.ts";
import { type OtherAnswer, webSocketHandshake } from "./websocket_handshake.ts";
import { withDeadline } from "./with_deadline.ts";

/** An event is JSON inside JSON here: each quotation mark counts twice. */
const MAX_MESSAGE = 2 * MAX_EVENT;

/** What a protocol of a WebSocket may be named: the token stands there. */
const PROTOCOL = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/;

/**
 * Opens the public timeline as a WebSocket, until `asking.signal` aborts. It
 * does what the platform's own cannot: what nobody reads stays with the server,
 * pings are signs of life, messages are bounded, and a dead end is let go of.
 *
 * @param base Where the server streams, such as `https://streaming.x.example`.
 * @throws {ConnectionError} If it cannot be opened; when reading, if it breaks.
 */
export async function openWebSocket(
  base: string,
  asking: Asking,
): Promise<FrameStream> {
  const { token, waits, signal } = asking;
  const url = new URL(`${base}/api/v1/streaming?stream=public`);
  if (token !== "" && !PROTOCOL.test(token)) {
    const words = "MASTODON_TOKEN holds a character that no token has";
    throw new ConnectionError(words, { retry: "late" });
  }
  const what = `${url.host} does not answer`;
  return await withDeadline(waits.answerMs, what, signal, async (signal) => {
    const parts = await openParts(url, { ...asking, signal });
    const headers = {
      "user-agent": "Freshet",
      ...(token !== "" && { "sec-websocket-protocol": token }),
    };
    const answer = await webSocketHandshake(url, headers, parts);
    if (answer !== null) throw await toError(answer, url.host, asking);
    return {
      [Symbol.asyncIterator]: () => framesOf(parts, url.host),
      // The signal closes it.
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  });
}

type Parts =
  & Pick<WebSocketParts, "reader">
  & { readonly write: (bytes: Uint8Array) => Promise<void> };

async function openParts(
  url: URL,
  { waits, signal }: Asking,
): Promise<Parts> {
  const connection = await openConnection(url, signal);
  const reader = createByteReader((buffer) =>
    listen(connection.read(buffer), url.host, waits.silenceMs)
  );
  return {
    reader,
    async write(bytes) {
      for (let at = 0; at < bytes.length;) {
        const writing = connection.write(bytes.subarray(at));
        at += await listen(writing, url.host, waits.silenceMs);
      }
    },
  };
}

async function toError(
  answer: OtherAnswer,
  host: string,
  asking: Asking,
): Promise<ConnectionError> {
  if (answer.status < 300 || answer.status === 404) {
    return new RefusalError(
      answer.status,
      `${host} streams neither as server-sent events nor as WebSocket (${answer.status})`,
    );
  }
  return await refusalOf(new Response(null, answer), host, asking);
}

async function* framesOf(
  { reader, write }: Parts,
  host: string,
): AsyncGenerator<Frame> {
  const messages = webSocketMessages({
    reader,
    send: (opcode, payload) => write(maskFrame(opcode, payload)),
    maxBytes: MAX_MESSAGE,
  });
  for await (const message of messages) yield readMessage(message, host);
  throw new ConnectionError(`${host} ended the stream`);
}
