import { setTimeout as delay } from "node:timers/promises";

/** How a link behaves: well, or not. */
export type LinkFault =
  /** Bytes pass. */
  | "none"
  /** Nobody listens. */
  | "refuse"
  /** Each connection is closed as soon as it says something. */
  | "reset"
  /** Connections stand, nothing passes; what was sent arrives once the fault is over. */
  | "black hole"
  /** Each part arrives 300 ms late. */
  | "delay"
  /** Each byte comes by itself. */
  | "slices";

/** Stands between clients and a server on this machine, and misbehaves when it is set to. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** Changes how the link behaves, for connections that stand and for new ones. */
  behave(fault: LinkFault): void;
}

const LATE_MS = 300;

/** Starts a proxy of a server's port. */
export function startTcpProxy(serverPort: number): TcpProxy {
  const open = new Set<Deno.TcpConn>();
  let fault: LinkFault = "none";
  let healed = Promise.withResolvers<void>();
  let listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const serving: Promise<void>[] = [];

  async function accept(): Promise<void> {
    for await (const client of listener) void serve(client);
  }

  async function serve(client: Deno.TcpConn): Promise<void> {
    open.add(client);
    if (fault === "black hole") await healed.promise;
    try {
      const server = await Deno.connect({
        hostname: "127.0.0.1",
        port: serverPort,
      });
      open.add(server);
      await Promise.allSettled([pass(client, server), pass(server, client)]);
      close(server);
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
    } finally {
      close(client);
    }
  }

  async function pass(from: Deno.TcpConn, to: Deno.TcpConn): Promise<void> {
    const bytes = new Uint8Array(65_536);
    try {
      for (let size; (size = await from.read(bytes)) !== null;) {
        if (fault === "reset") return;
        if (fault === "black hole") await healed.promise;
        if (fault === "delay") await delay(LATE_MS);
        for (let at = 0, end = 0; at < size; at = end) {
          end = fault === "slices" ? at + 1 : size;
          await write(to, bytes.subarray(at, end));
        }
      }
    } finally {
      close(to);
      close(from);
    }
  }

  function close(connection: Deno.TcpConn): void {
    if (open.delete(connection)) connection.close();
  }

  serving.push(accept());
  return {
    port,
    behave(next) {
      const before = fault;
      fault = next;
      if (before === "black hole") {
        healed.resolve();
        healed = Promise.withResolvers();
      }
      if (next === "refuse") listener.close();
      if (before === "refuse" && next !== "refuse") {
        listener = Deno.listen({ hostname: "127.0.0.1", port });
        serving.push(accept());
      }
      if (next === "refuse" || next === "reset") {
        for (const connection of [...open]) close(connection);
      }
    },
    async [Symbol.asyncDispose]() {
      if (fault !== "refuse") listener.close();
      healed.resolve();
      for (const connection of [...open]) close(connection);
      await Promise.all(serving);
    },
  };
}

async function write(to: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) {
    sent += await to.write(bytes.subarray(sent));
  }
}
