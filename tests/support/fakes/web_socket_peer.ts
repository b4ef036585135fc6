/** A server's end of a WebSocket, which can also do what none should. */
export interface WebSocketPeer {
  /** What the client asked for. */
  readonly url: URL;
  /** Ends when the client is gone, or {@linkcode WebSocketPeer.drop} was called. */
  readonly gone: Promise<void>;
  /** Sends a frame of text; bytes go as they are. */
  send(data: string | Uint8Array, opcode?: number): Promise<void>;
  /** Begins the closing handshake. */
  close(code: number, reason?: string): Promise<void>;
  /** Cuts the connection. */
  drop(): void;
  /** Answers nothing any more, not even that it is closed. */
  freeze(): void;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** Reads the head of a request: its address and key; null if it is no WebSocket's. */
export async function readUpgrade(
  connection: Deno.TcpConn,
): Promise<{ url: URL; key: string } | null> {
  const bytes = new Uint8Array(8_192);
  let head = "";
  while (!head.includes("\r\n\r\n")) {
    const size = await connection.read(bytes).catch(() => null);
    if (size === null) return null;
    head += decoder.decode(bytes.subarray(0, size));
    if (!head.startsWith("GET ")) return null;
  }
  const [, path] = /^GET (\S+)/.exec(head) ?? [];
  const [, key] = /sec-websocket-key: *(\S+)/i.exec(head) ?? [];
  return path && key ? { url: new URL(path, "ws://fake"), key } : null;
}

/** Answers a request with a status, and hangs up. */
export async function refuse(
  connection: Deno.TcpConn,
  status: number,
): Promise<void> {
  const answer = `HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`;
  await connection.write(encoder.encode(answer)).catch(() => {});
  close(connection);
}

/** Answers a request with what it asked for. */
export async function acceptWebSocket(
  connection: Deno.TcpConn,
  { url, key }: { url: URL; key: string },
): Promise<WebSocketPeer> {
  const digest = await crypto.subtle.digest(
    "SHA-1",
    encoder.encode(key + MAGIC),
  );
  const answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n" +
    `Connection: Upgrade\r\nSec-WebSocket-Accept: ${
      new Uint8Array(digest).toBase64()
    }\r\n\r\n`;
  let writing = write(connection, encoder.encode(answer));
  let isFrozen = false;

  function send(data: string | Uint8Array, opcode = 1): Promise<void> {
    const body = typeof data === "string" ? encoder.encode(data) : data;
    return writing = writing.then(() => write(connection, frame(opcode, body)));
  }

  async function listen(): Promise<void> {
    const bytes = new Uint8Array(4_096);
    while (true) {
      const size = await connection.read(bytes).catch(() => null);
      if (size === null) break;
      if (isFrozen || (bytes[0]! & 0x0f) !== 8) continue;
      await send(new Uint8Array(), 8);
      break;
    }
    close(connection);
  }

  return {
    url,
    gone: listen(),
    send,
    close: (code, reason = "") =>
      send(
        new Uint8Array([code >> 8, code & 0xff, ...encoder.encode(reason)]),
        8,
      ),
    drop: () => close(connection),
    freeze: () => void (isFrozen = true),
  };
}

function frame(opcode: number, body: Uint8Array): Uint8Array {
  const { length } = body;
  const size = length < 126
    ? [length]
    : length < 65_536
    ? [126, length >> 8, length & 0xff]
    : [
      127,
      0,
      0,
      0,
      0,
      ...[24, 16, 8, 0].map((bits) => (length >> bits) & 255),
    ];
  const framed = new Uint8Array(1 + size.length + length);
  framed.set([0x80 | opcode, ...size]);
  framed.set(body, 1 + size.length);
  return framed;
}

/** Writes all of it; a client that is gone does not mind. */
async function write(
  connection: Deno.TcpConn,
  bytes: Uint8Array,
): Promise<void> {
  try {
    for (let at = 0; at < bytes.length;) {
      at += await connection.write(bytes.subarray(at));
    }
  } catch {
    close(connection);
  }
}

function close(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
