import * as v from "valibot";
import { ConnectionError } from "../connection.ts";
import { MAX_SIZE, reject } from "../post_fields.ts";
import { type MessageStream, openWebSocket } from "../websocket.ts";
import type { Feed } from "./feeds.ts";
import { type RequestOptions, responseError } from "./http.ts";
import { type Frame, type FrameStream, oversize } from "./sse.ts";

/** What a subprotocol may consist of: servers take the token from there. */
const PROTOCOL = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/;

/**
 * Opens a feed as a WebSocket, until `signal` aborts.
 *
 * @param base Where the server streams, such as `https://streaming.x.example`.
 * @throws {ConnectionError} If it cannot be opened; when reading, if it breaks.
 */
export async function openFrames(
  base: string,
  { params }: Feed,
  { token, timeouts, signal }: RequestOptions,
): Promise<FrameStream> {
  const url = new URL(`${base}/api/v1/streaming?${params}`);
  const { host } = url;
  if (token !== "" && !PROTOCOL.test(token)) {
    const reason = "MASTODON_TOKEN holds a character that no token has";
    throw new ConnectionError(reason, { retry: "late" });
  }
  const messages = await openWebSocket(url, {
    timeouts,
    signal,
    protocol: token || undefined,
    refused(status, headers) {
      if (status >= 300 && status !== 404) {
        return responseError({ status, headers }, null, host, token);
      }
      const reason =
        `${host} streams neither as server-sent events nor as WebSocket (${status})`;
      return new ConnectionError(reason, { retry: "late" });
    },
  });
  return {
    [Symbol.asyncIterator]: () => framesOf(messages, host),
    [Symbol.asyncDispose]: () => messages[Symbol.asyncDispose](),
  };
}

async function* framesOf(
  messages: MessageStream,
  host: string,
): AsyncGenerator<Frame> {
  try {
    for await (const message of messages) yield readMessage(message, host);
  } catch (error) {
    if (isTooLarge(error)) yield oversize("");
    throw error;
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
  if (message.length > 2 * MAX_SIZE) return oversize(message);
  const { success, output, issues } = v.safeParse(Message, message);
  if (!success) {
    const detail = `not a message of Mastodon: ${issues[0].message}`;
    return reject(message, "malformed", detail);
  }
  if ("error" in output) {
    const reason = `${host} reports: ${output.error.slice(0, 200)}`;
    throw new ConnectionError(reason, { retry: "late" });
  }
  const { event, payload } = output;
  const data = typeof payload === "string" ? payload : JSON.stringify(payload);
  const { length } = encoder.encode(data);
  if (length > MAX_SIZE) return oversize(message);
  return { kind: "event", event, data };
}
