import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { BARE_HEADERS } from "../../domain/request/security.ts";
import { addressBlock } from "./access.ts";

/** An answer without a handler. */
export interface Refusal {
  readonly status: 400 | 414 | 417 | 429 | 500 | 503;
  readonly text: string;
  /** Seconds until another try may succeed. */
  readonly retryAfter?: number;
}

/** A request that may be answered, or not. */
export interface Admitted {
  /** The client: as the proxy says it, if it is trusted. */
  readonly remoteAddr: Deno.NetAddr;
  readonly refusal: Refusal | null;
  /** Called when the request is over. */
  readonly leave: () => void;
}

/** Options for {@linkcode createAdmissions}. */
export interface AdmissionOptions {
  /** Whether a proxy in front sends the client's address, in `X-Forwarded-For`. @default {false} */
  trustProxy?: boolean;
  /** Connections at most. @default {12_000} */
  maxConnections?: number;
  /** Connections of one address at most; of a proxy, requests at once. @default {1_000} */
  maxPerAddress?: number;
  /** Whether that holds for clients on this machine too. @default {false} */
  limitLoopback?: boolean;
}

/** Connections beyond the maximum that get an answer; more are closed at once. */
const SPARE = 200;

const FULL: Refusal = {
  status: 503,
  text: "Too many connections: try again in a moment",
  retryAfter: 10,
};
const GREEDY: Refusal = {
  status: 429,
  text: "Too many connections from your address",
  retryAfter: 10,
};

/** Counts connections, in all and by address, and says which are too many. */
export function createAdmissions(options: AdmissionOptions) {
  const { trustProxy = false, limitLoopback = false } = options;
  const { maxConnections = 12_000, maxPerAddress = 1_000 } = options;
  const open = new Map<Socket, { refusal: Refusal | null; requests: number }>();
  const connections = createTally();
  const requests = createTally();
  let accepted = 0;

  const isLimited = (address: string) =>
    limitLoopback || !/^(?:127\.|0:0:0:0$)/.test(address);

  function refusalOf(count: number, address: string): Refusal | null {
    return count > maxPerAddress && isLimited(address) ? GREEDY : null;
  }

  return {
    /** How many connections were accepted so far. */
    count: (): number => accepted,
    /** Counts a connection until it closes; closes it if there are far too many. */
    enter(socket: Socket): void {
      accepted++;
      const address = addressBlock(socket.remoteAddress ?? "");
      const own = connections.add(address);
      const isFull = open.size >= maxConnections;
      const refusal = isFull
        ? FULL
        : trustProxy
        ? null
        : refusalOf(own, address);
      open.set(socket, { refusal, requests: 0 });
      socket.on("error", () => socket.destroy());
      socket.once("close", () => {
        open.delete(socket);
        connections.remove(address);
      });
      const spare = Math.min(SPARE, maxPerAddress);
      const isHopeless = open.size > maxConnections + SPARE ||
        refusal === GREEDY && own > maxPerAddress + spare;
      if (isHopeless) socket.destroy();
    },
    /** Closes the connections that wait for their next request. */
    closeIdle(): void {
      for (const [socket, { requests }] of open) {
        if (requests === 0) socket.destroy();
      }
    },
    /** Whether a request may be answered. */
    admit(req: IncomingMessage): Admitted {
      const { socket } = req;
      const hostname = (trustProxy && forwardedFor(req)) ||
        (socket.remoteAddress ?? "");
      if (!trustProxy) dropForwarded(req);
      const port = socket.remotePort ?? 0;
      const remoteAddr = { transport: "tcp", hostname, port } as const;
      const address = addressBlock(hostname);
      const own = requests.add(address);
      const connection = open.get(socket);
      if (connection) connection.requests++;
      const refusal = connection?.refusal ??
        (trustProxy ? refusalOf(own, address) : null);
      return {
        remoteAddr,
        refusal,
        leave() {
          requests.remove(address);
          if (connection) connection.requests--;
        },
      };
    },
  };
}

/** The client of the nearest proxy: what stands before may be made up. */
function forwardedFor({ headers }: IncomingMessage): string | undefined {
  return String(headers["x-forwarded-for"] ?? "").split(",").at(-1)!.trim();
}

const FORWARDED = /^(?:forwarded|x-forwarded-.*|x-real-ip)$/i;

/** Removes what only a proxy may say. */
function dropForwarded(req: IncomingMessage): void {
  const kept: string[] = [];
  for (let i = 0; i < req.rawHeaders.length; i += 2) {
    const [name, value] = [req.rawHeaders[i]!, req.rawHeaders[i + 1]!];
    if (!FORWARDED.test(name)) kept.push(name, value);
  }
  req.rawHeaders = kept;
}

/** Counts by name. */
function createTally() {
  const counts = new Map<string, number>();
  return {
    add(name: string): number {
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return count;
    },
    remove(name: string): void {
      const count = counts.get(name)! - 1;
      if (count > 0) counts.set(name, count);
      else counts.delete(name);
    },
  };
}

/** Sends a short answer, and closes the connection. */
export async function sendText(
  res: ServerResponse,
  { status, text, retryAfter }: Refusal,
): Promise<void> {
  res.writeHead(status, {
    ...BARE_HEADERS,
    "content-type": "text/plain; charset=utf-8",
    "connection": "close",
    ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
  });
  await new Promise<void>((resolve) => res.end(text, () => resolve()));
}

/** Answers `Expect` with anything but `100-continue`. */
export function refuseExpectation(
  _req: IncomingMessage,
  res: ServerResponse,
): void {
  void sendText(res, { status: 417, text: "The expectation is not known" });
}

/** What {@linkcode refuseBytes} says besides the status. */
const REFUSED = Object
  .entries({ ...BARE_HEADERS, "connection": "close", "content-length": "0" })
  .map(([name, value]) => `${name}: ${value}\r\n`).join("");

const STATUS: Record<string, string> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};

/** Answers what is no HTTP request. */
export function refuseBytes(
  error: Error & { code?: string },
  socket: Socket,
): void {
  if (!socket.writable) return void socket.destroy();
  const status = STATUS[error.code ?? ""] ?? "400 Bad Request";
  const answer = `HTTP/1.1 ${status}\r\n${REFUSED}\r\n`;
  socket.end(answer, () => socket.destroy());
}
