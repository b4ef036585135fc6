import { setTimeout as delay } from "node:timers/promises";
import {
  acceptWebSocket,
  readUpgrade,
  refuse,
  type WebSocketPeer,
} from "./web_socket_peer.ts";

/** Options for {@linkcode startBlueskyServer}. */
export interface BlueskyServerOptions {
  /** How far its clock is from that of others, in ms. @default {0} */
  readonly skewMs?: number;
  /** Messages up to a cursor that are sent once more. @default {0} */
  readonly overlap?: number;
}

/** A client that came. */
export interface BlueskyConnect {
  readonly atMs: number;
  readonly cursor: number | null;
  readonly collections: readonly string[];
}

/** How clients that come are met. A number: with that HTTP status; `mute`: with nothing. */
export type Welcome = "accept" | "drop" | "mute" | "freeze" | number;

/** An instance of Jetstream on this machine, which fails as it is set to. */
export interface BlueskyServer extends AsyncDisposable {
  /** `127.0.0.1:port` */
  readonly host: string;
  readonly connects: readonly BlueskyConnect[];
  /** Clients that are connected. */
  readonly clients: number;
  welcome: Welcome;
  /** Whether it keeps new messages to itself. */
  isSilent: boolean;
  /** A wait before each message, in ms. */
  slowMs: number;
  /** Stamps a message by its clock, keeps it, and sends it to all. */
  say(message: Record<string, unknown>, atMs?: number): number;
  /** Sends something that it does not keep. */
  blurt(data: string | Uint8Array, opcode?: number): void;
  /** Keeps only what is younger. */
  forget(beforeMs: number): void;
  /** Cuts all connections. */
  drop(): void;
  /** Closes all connections. */
  close(code: number, reason?: string): void;
  /** Does not even listen any more. */
  stop(): Promise<void>;
  /** Listens again, at the same port. */
  start(): void;
}

interface Kept {
  readonly timeUs: number;
  readonly collection: string | null;
  readonly line: string;
}

/** Starts an instance of Jetstream. */
export function startBlueskyServer(
  options: BlueskyServerOptions = {},
): BlueskyServer {
  const { skewMs = 0, overlap = 0 } = options;
  const connects: BlueskyConnect[] = [];
  const clients = new Map<WebSocketPeer, (kept: Kept) => void>();
  const open = new Set<Deno.TcpConn>();
  let kept: Kept[] = [];
  let lastUs = 0;
  let listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  let listening = listen(listener);

  async function listen(from: Deno.TcpListener): Promise<void> {
    const serving: Promise<void>[] = [];
    for await (const connection of from) {
      open.add(connection);
      serving.push(serve(connection).finally(() => open.delete(connection)));
    }
    await Promise.all(serving);
  }

  async function serve(connection: Deno.TcpConn): Promise<void> {
    const request = await readUpgrade(connection);
    const { welcome } = server;
    if (request === null) return hangUp(connection);
    connects.push(toConnect(request.url));
    if (welcome === "drop") return hangUp(connection);
    if (typeof welcome === "number") return await refuse(connection, welcome);
    if (welcome === "mute") return await untilGone(connection);
    const peer = await acceptWebSocket(connection, request);
    if (welcome === "freeze") peer.freeze();
    greet(peer, connects.at(-1)!);
    await peer.gone;
    clients.delete(peer);
  }

  function greet(peer: WebSocketPeer, connect: BlueskyConnect): void {
    const { cursor, collections } = connect;
    let sending: Promise<void> = Promise.resolve();
    const tell = (message: Kept) => {
      const { collection, line } = message;
      const isWanted = collection === null || collections.length === 0 ||
        collections.includes(collection);
      if (!isWanted) return;
      sending = sending.then(async () => {
        if (server.slowMs > 0) await delay(server.slowMs);
        await peer.send(line);
      });
    };
    if (cursor !== null) {
      const first = kept.findIndex(({ timeUs }) => timeUs > cursor);
      const from = first < 0 ? kept.length : first;
      for (const message of kept.slice(Math.max(0, from - overlap))) {
        if (!server.isSilent) tell(message);
      }
    }
    clients.set(peer, tell);
  }

  const server: BlueskyServer = {
    host: `127.0.0.1:${port}`,
    connects,
    get clients() {
      return clients.size;
    },
    welcome: "accept",
    isSilent: false,
    slowMs: 0,
    say(message, atMs = Date.now()) {
      lastUs = Math.max(lastUs + 1, Math.floor((atMs + skewMs) * 1_000));
      const line = JSON.stringify({ ...message, time_us: lastUs });
      const { collection = null } = (message["commit"] ?? {}) as {
        collection?: string;
      };
      const one = { timeUs: lastUs, collection, line };
      kept.push(one);
      if (!server.isSilent) { for (const tell of clients.values()) tell(one); }
      return lastUs;
    },
    blurt(data, opcode = 1) {
      for (const peer of clients.keys()) void peer.send(data, opcode);
    },
    forget(beforeMs) {
      kept = kept.filter(({ timeUs }) => timeUs >= beforeMs * 1_000);
    },
    drop() {
      for (const peer of clients.keys()) peer.drop();
    },
    close(code, reason) {
      for (const peer of clients.keys()) void peer.close(code, reason);
    },
    async stop() {
      listener.close();
      for (const connection of open) hangUp(connection);
      await listening;
    },
    start() {
      listener = Deno.listen({ hostname: "127.0.0.1", port });
      listening = listen(listener);
    },
    [Symbol.asyncDispose]: () => server.stop(),
  };
  return server;
}

function toConnect({ searchParams }: URL): BlueskyConnect {
  const cursor = searchParams.get("cursor");
  return {
    atMs: performance.now(),
    cursor: cursor === null ? null : Number(cursor),
    collections: searchParams.getAll("wantedCollections"),
  };
}

async function untilGone(connection: Deno.TcpConn): Promise<void> {
  const bytes = new Uint8Array(64);
  while ((await connection.read(bytes).catch(() => null)) !== null);
  hangUp(connection);
}

function hangUp(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}

/** A message of Jetstream, without its time. */
export type Message = Record<string, unknown>;

/** A message that a post was written; `more` goes into its record. */
export function postMessage(
  did: string,
  rkey: string,
  text: unknown,
  more: Record<string, unknown> = {},
): Message {
  const createdAt = new Date().toISOString();
  const record = { text, createdAt, langs: ["en"], ...more };
  return commitMessage(did, "create", rkey, { record });
}

/** A message about a post. */
export function commitMessage(
  did: string,
  operation: string,
  rkey: string,
  more: Record<string, unknown> = {},
): Message {
  const collection = "app.bsky.feed.post";
  const commit = { rev: "3k", operation, collection, rkey, ...more };
  return { did, kind: "commit", commit };
}

/** A message about an account. */
export function accountMessage(
  did: string,
  active: boolean,
  status?: string,
): Message {
  return { did, kind: "account", account: { active, did, seq: 1, status } };
}
