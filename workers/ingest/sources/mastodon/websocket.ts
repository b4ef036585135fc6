import * as v from "valibot";
import { describeNetworkError } from "../network.ts";
import { headOf } from "../post_fields.ts";
import {
  type Asking,
  ConnectionError,
  listen,
  RefusalError,
  refusalOf,
  withDeadline,
} from "./http.ts";
import { type Frame, type FrameStream, MAX_EVENT } from "./sse.ts";

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

/**
 * Writes a frame of control as a client sends it (RFC 6455).
 *
 * @param payload At most 125 bytes.
 */
function maskFrame(opcode: number, payload: Uint8Array): Uint8Array {
  const mask = crypto.getRandomValues(new Uint8Array(4));
  const masked = payload.map((byte, i) => byte ^ mask[i % 4]!);
  const head = [0x80 | opcode, 0x80 | payload.length];
  return Uint8Array.from([...head, ...mask, ...masked]);
}

/**
 * Opens a connection to the host of an address, with TLS for `https:`. It is
 * closed when `signal` aborts, and only then.
 *
 * @throws {ConnectionError} If nobody answers there.
 */
async function openConnection(
  url: URL,
  signal: AbortSignal,
): Promise<Deno.Conn> {
  let open: Deno.Conn | null = null;
  const hold = <C extends Deno.Conn>(connection: C): C => {
    open = connection;
    if (signal.aborted) connection.close();
    signal.throwIfAborted();
    return connection;
  };
  signal.addEventListener("abort", () => open?.close(), { once: true });

  const hostname = url.hostname.replace(/^\[|\]$/g, "");
  const isSecure = url.protocol === "https:";
  const port = Number(url.port || (isSecure ? 443 : 80));
  try {
    const plain = hold(await Deno.connect({ hostname, port, signal }));
    if (!isSecure) return plain;
    const alpnProtocols = ["http/1.1"];
    const options = { hostname, alpnProtocols };
    const tls = hold(await Deno.startTls(plain, options));
    await tls.handshake();
    return tls;
  } catch (error) {
    if (signal.aborted || !(error instanceof Error)) throw error;
    const reason = describeNetworkError(error);
    throw new ConnectionError(`cannot reach ${url.host}: ${reason}`, {
      cause: error,
    });
  }
}

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

const CONTINUATION = 0;
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
const MAX_CONTROL = 125;

/** A message of a WebSocket; of one that is too large only the beginning. */
interface WebSocketMessage {
  readonly bytes: Uint8Array;
  readonly isText: boolean;
  readonly isTooLarge: boolean;
}

/** What messages are read with. */
interface WebSocketParts {
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

/** What RFC 6455 has a server mix into its answer. */
const SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const MAX_HEAD = 16_384;

/** What a handshake is made with. */
interface HandshakeParts {
  readonly reader: ByteReader;
  readonly write: (bytes: Uint8Array) => Promise<void>;
}

/** An answer that is no WebSocket. */
interface OtherAnswer {
  readonly status: number;
  readonly headers: Headers;
}

/**
 * Asks for a WebSocket on a connection that stands; null if it is one now.
 *
 * @throws {ConnectionError} If the answer is no HTTP, or not to this question.
 */
async function webSocketHandshake(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { reader, write }: HandshakeParts,
): Promise<OtherAnswer | null> {
  const key = crypto.getRandomValues(new Uint8Array(16)).toBase64();
  const lines = Object.entries({
    host: url.host,
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": key,
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `GET ${url.pathname}${url.search} HTTP/1.1\r\n`;
  await write(encoder.encode(`${head}${lines.join("")}\r\n`));

  const answer = await readAnswer(reader, url.host);
  if (answer.status !== 101) return answer;
  if (answer.headers.get("sec-websocket-accept") === await acceptOf(key)) {
    return null;
  }
  throw new ConnectionError(`${url.host} answers somebody else's question`);
}

async function acceptOf(key: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-1", encoder.encode(key + SALT));
  return new Uint8Array(hash).toBase64();
}

async function readAnswer(
  reader: ByteReader,
  host: string,
): Promise<OtherAnswer> {
  const bytes: number[] = [];
  while (bytes.length < MAX_HEAD && !endsHead(bytes)) {
    bytes.push((await reader.take(1))[0]!);
  }
  const [first = "", ...lines] = decoder.decode(Uint8Array.from(bytes))
    .trimEnd().split("\r\n");
  const status = /^HTTP\/1\.[01] (\d{3})\b/.exec(first)?.[1];
  if (status === undefined || !endsHead(bytes)) {
    throw new ConnectionError(`${host} answers something that is not HTTP`);
  }
  return { status: Number(status), headers: toHeaders(lines, host) };
}

function endsHead(bytes: readonly number[]): boolean {
  return bytes.at(-1) === 10 && bytes.at(-2) === 13 && bytes.at(-3) === 10;
}

function toHeaders(lines: readonly string[], host: string): Headers {
  try {
    return new Headers(lines.map((line): [string, string] => {
      const [, name = "", value = ""] = /^([^:]*):\s*(.*)$/.exec(line) ?? [];
      return [name, value];
    }));
  } catch (cause) {
    const words = `${host} answers something that is not HTTP`;
    throw new ConnectionError(words, { cause });
  }
}

/** Reads a stream by numbers of bytes. */
interface ByteReader {
  /**
   * The next bytes.
   *
   * @throws {Deno.errors.UnexpectedEof} If the stream ends before.
   */
  take(count: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Leaves bytes out, without holding them. */
  skip(count: number): Promise<void>;
}

const MAX_READ = 16_384;

/** @param read As of a socket: how many bytes it put there; null at the end. */
export function createByteReader(
  read: (buffer: Uint8Array) => Promise<number | null>,
): ByteReader {
  const buffer = new Uint8Array(MAX_READ);
  let from = 0;
  let to = 0;

  /** At least one byte that is there, at most `count`. */
  async function some(count: number): Promise<Uint8Array> {
    if (from === to) {
      const length = await read(buffer);
      if (length === null) {
        throw new Deno.errors.UnexpectedEof("the stream ended");
      }
      from = 0;
      to = length;
    }
    const end = Math.min(to, from + count);
    const piece = buffer.subarray(from, end);
    from = end;
    return piece;
  }

  return {
    async take(count) {
      const bytes = new Uint8Array(count);
      let at = 0;
      while (at < count) {
        const piece = await some(count - at);
        bytes.set(piece, at);
        at += piece.length;
      }
      return bytes;
    },
    async skip(count) {
      let left = count;
      while (left > 0) left -= (await some(left)).length;
    },
  };
}
