import type { ByteReader } from "./byte_reader.ts";
import { ConnectionError } from "./connection_error.ts";

const CONTINUATION = 0;
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
const MAX_CONTROL = 125;

/** A message of a WebSocket; of one that is too large only the beginning. */
export interface WebSocketMessage {
  readonly bytes: Uint8Array;
  readonly isText: boolean;
  readonly isTooLarge: boolean;
}

/** What messages are read with. */
export interface WebSocketParts {
  readonly reader: ByteReader;
  /** Sends a frame of control. */
  readonly send: (opcode: number, payload: Uint8Array) => Promise<void>;
  /** Larger messages are cut off there, in bytes. */
  readonly maxBytes: number;
}

interface FrameHead {
  readonly isLast: boolean;
  readonly opcode: number;
  readonly length: number;
}

/**
 * The messages of a WebSocket (RFC 6455), as its client reads them, until the
 * server closes it. Answers pings.
 *
 * @throws {ConnectionError} If the other end speaks something else.
 */
export async function* webSocketMessages(
  parts: WebSocketParts,
): AsyncGenerator<WebSocketMessage> {
  const { reader, send, maxBytes } = parts;
  let message = beginMessage(maxBytes);
  while (true) {
    const head = await readHead(reader);
    if (head.opcode >= CLOSE) {
      const payload = await reader.take(head.length);
      if (head.opcode === PING) await send(PONG, payload);
      if (head.opcode !== CLOSE) continue;
      await send(CLOSE, payload.subarray(0, 2));
      return;
    }
    await message.read(head, reader);
    if (!head.isLast) continue;
    yield message.end();
    message = beginMessage(maxBytes);
  }
}

async function readHead(reader: ByteReader): Promise<FrameHead> {
  const bytes = await reader.take(2);
  const [first, second] = [bytes[0]!, bytes[1]!];
  const opcode = first & 0x0F;
  const isLast = (first & 0x80) !== 0;
  const short = second & 0x7F;
  const isKnown = opcode <= 2 || (opcode >= CLOSE && opcode <= PONG);
  const isControl = opcode >= CLOSE;
  if (
    !isKnown || (first & 0x70) !== 0 || (second & 0x80) !== 0 ||
    isControl && (!isLast || short > MAX_CONTROL)
  ) throw new ConnectionError("the server breaks the rules of WebSocket");
  return { isLast, opcode, length: await readLength(reader, short) };
}

async function readLength(reader: ByteReader, short: number): Promise<number> {
  if (short < 126) return short;
  const bytes = await reader.take(short === 126 ? 2 : 8);
  const view = new DataView(bytes.buffer);
  if (short === 126) return view.getUint16(0);
  const length = view.getBigUint64(0);
  if (length <= Number.MAX_SAFE_INTEGER) return Number(length);
  throw new ConnectionError("the server breaks the rules of WebSocket");
}

function beginMessage(maxBytes: number) {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let kept = 0;
  let size = 0;
  let isText = false;
  return {
    async read(
      { opcode, length }: FrameHead,
      reader: ByteReader,
    ): Promise<void> {
      if (opcode !== CONTINUATION) isText = opcode === TEXT;
      const fitting = Math.min(length, maxBytes - kept);
      if (fitting > 0) pieces.push(await reader.take(fitting));
      await reader.skip(length - fitting);
      kept += fitting;
      size += length;
    },
    end(): WebSocketMessage {
      const bytes = new Uint8Array(kept);
      let at = 0;
      for (const piece of pieces) {
        bytes.set(piece, at);
        at += piece.length;
      }
      return { bytes, isText, isTooLarge: size > maxBytes };
    },
  };
}
