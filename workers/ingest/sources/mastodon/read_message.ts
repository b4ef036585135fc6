import * as v from "valibot";
import { headOf } from "../live/head_of.ts";
import { ConnectionError } from "./connection_error.ts";
import { type Frame, MAX_EVENT } from "./frame.ts";
import type { WebSocketMessage } from "./websocket.ts";

const EventMessage = v.object({
  event: v.string(),
  /** JSON as a string; what has no content has none. */
  payload: v.optional(v.unknown(), ""),
});
const ErrorMessage = v.object({ error: v.string() });
const Message = v.pipe(
  v.string(),
  v.parseJson(),
  v.union([EventMessage, ErrorMessage]),
);

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/**
 * Reads a message of Mastodon's WebSocket.
 *
 * @throws {ConnectionError} If the server says there that it will not stream.
 */
export function readMessage(message: WebSocketMessage, host: string): Frame {
  const { bytes, isText, isTooLarge } = message;
  if (isTooLarge) return tooLarge(bytes);
  const { success, output, issues } = v.safeParse(
    Message,
    isText ? decoder.decode(bytes) : undefined,
  );
  if (!success) {
    const detail = `the message is none of Mastodon's: ${issues[0].message}`;
    const head = headOf(bytes);
    return { kind: "rejected", reason: "malformed", detail, head };
  }
  if ("error" in output) {
    const words = `${host} says: ${output.error.slice(0, 200)}`;
    throw new ConnectionError(words, { retry: "late" });
  }
  const { event, payload } = output;
  const data = typeof payload === "string" ? payload : JSON.stringify(payload);
  const { length } = encoder.encode(data);
  if (length > MAX_EVENT) return tooLarge(bytes);
  return { kind: "event", event, data };
}

function tooLarge(bytes: Uint8Array): Frame {
  const detail = `the event is larger than ${MAX_EVENT} bytes`;
  return { kind: "rejected", reason: "oversize", detail, head: headOf(bytes) };
}
