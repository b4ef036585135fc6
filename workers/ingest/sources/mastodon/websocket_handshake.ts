import type { ByteReader } from "./byte_reader.ts";
import { ConnectionError } from "./connection_error.ts";

/** What RFC 6455 has a server mix into its answer. */
const SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const MAX_HEAD = 16_384;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What a handshake is made with. */
export interface HandshakeParts {
  readonly reader: ByteReader;
  readonly write: (bytes: Uint8Array) => Promise<void>;
}

/** An answer that is no WebSocket. */
export interface OtherAnswer {
  readonly status: number;
  readonly headers: Headers;
}

/**
 * Asks for a WebSocket on a connection that stands; null if it is one now.
 *
 * @throws {ConnectionError} If the answer is no HTTP, or not to this question.
 */
export async function webSocketHandshake(
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
