import { ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { type FaultRow, timeUntil } from "./row.ts";
import { residentBytes, settle } from "./findings.ts";
import { openWorld, type World } from "./world.ts";

const MIB = 1_048_576;

const massReturn: FaultRow = {
  name: "the web server is killed and all its viewers return",
  mustHold:
    "back within 30 s, gap 0, RSS at most 768 MiB, pages p99 within 1 s",
  isQuick: false,
  async run(scale) {
    await using world = await openWorld({
      ...scale.isSmall
        ? { posts: 6_000, rate: 300, viewers: 300 }
        : { posts: 12_000, rate: 200, viewers: 5_000 },
    });
    await world.reach(200);
    await world.webs[0]!.killAndRestart();
    const backMs = await timeUntil(
      30_000,
      () =>
        Promise.resolve(world.viewers.every(({ breaks }) => breaks.length > 0)),
    );
    const { pid } = world.webs[0]!.process;
    const pageMs = await timePages(world, 50);
    const memory = await residentBytes(pid);
    ok(memory <= 768 * MIB, `web takes ${memory} bytes`);
    const findings = await settle(world);
    return { ...findings, backMs, pageMs, webMiB: Math.round(memory / MIB) };
  },
};

/** The 99th percentile of some requests for a page, one after the other, in ms; fails above `maxMs`. */
async function timePages(
  { addresses }: World,
  requests: number,
  maxMs = 1_000,
): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < requests; i++) {
    const began = performance.now();
    const response = await fetch(`${addresses[0]}/api/topics`);
    await response.body?.cancel();
    strictEqual(response.status, 200);
    times.push(performance.now() - began);
    await delay(20);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const p99 = Math.round(sorted[Math.floor(0.99 * (requests - 1))]!);
  ok(p99 < maxMs, `one request in 100 took ${p99} ms`);
  return p99;
}

/** Connections that send a text and then neither send nor read. */
async function connectMute(port: number, count: number, text: string) {
  const connections: Deno.TcpConn[] = [];
  for (let i = 0; i < count; i++) {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    await connection.write(new TextEncoder().encode(text));
    connections.push(connection);
  }
  return {
    /** Resolves when the server has ended each of them. */
    ended: Promise.all(connections.map(async (connection) => {
      const bytes = new Uint8Array(65_536);
      try {
        while (await connection.read(bytes) !== null);
      } catch (error) {
        const isOver = error instanceof Deno.errors.ConnectionReset ||
          error instanceof Deno.errors.Interrupted; // closed by this test
        if (!isOver) throw error;
      }
    })),
    [Symbol.dispose]() {
      for (const connection of connections) connection.close();
    },
  };
}

const slowloris: FaultRow = {
  name: "requests whose headers never end",
  mustHold: "cut within 15 s; others are served within 1 s",
  isQuick: true,
  async run(scale) {
    await using world = await openWorld({ posts: 3_000, rate: 200 });
    const count = scale.isSmall ? 50 : 200;
    const port = Number(new URL(world.addresses[0]!).port);
    const request = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ";
    using mute = await connectMute(port, count, request);
    const pageMs = await timePages(world, 50);
    const began = performance.now();
    await Promise.race([
      mute.ended,
      delay(15_000, null, { ref: false }).then(() => {
        throw new Error("The server kept them for 15 s");
      }),
    ]);
    const cutMs = Math.round(performance.now() - began);
    return { ...await settle(world), pageMs, cutMs };
  },
};

/** Connections at a port of this machine that stand, as the kernel lists them. */
async function countConnections(port: number): Promise<number> {
  const local = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const text = await Deno.readTextFile("/proc/net/tcp");
  return text.split("\n").map((line) => line.trim().split(/\s+/))
    .filter(([, from, , state]) => from?.endsWith(local) && state === "01")
    .length;
}

const deafReaders: FaultRow = {
  name: "readers that read nothing beside some that do",
  mustHold:
    "others are served within 1 s; the deaf are cut, their sockets released within 60 s",
  isQuick: true,
  async run(scale) {
    const [deaf, viewers] = scale.isSmall ? [40, 3] : [200, 50];
    await using world = await openWorld({
      ...{
        posts: scale.isSmall ? 4_000 : 6_000,
        rate: 2_000,
        pad: 4_000,
        viewers,
      },
    });
    await world.reach(1_500);
    const port = Number(new URL(world.addresses[0]!).port);
    // More than the kernel holds; what a stream sends in a minute is less.
    const request =
      "GET /api/export?topic=aapl HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    const connections: Deno.TcpConn[] = [];
    using _closing = {
      [Symbol.dispose]: () => connections.forEach((one) => one.close()),
    };
    for (let i = 0; i < deaf; i++) {
      const connection = await Deno.connect({ hostname: "127.0.0.1", port });
      await connection.write(new TextEncoder().encode(request));
      connections.push(connection);
    }
    const before = await countConnections(port);
    ok(before >= deaf, `${before} connections`);
    const maxMs = scale.isSmall ? 3_000 : 1_000; // all posts come at once
    const pageMs = await timePages(world, 50, maxMs);
    const releasedMs = await timeUntil(
      60_000,
      async () => await countConnections(port) <= before - deaf,
    );
    return { ...await settle(world), deaf, pageMs, releasedMs };
  },
};

const descriptors: FaultRow = {
  name: "the web server runs out of descriptors",
  mustHold: "the process lives and serves again",
  isQuick: true,
  async run(scale) {
    await using world = await openWorld({ posts: 3_000, rate: 200 });
    const { pid } = world.webs[0]!.process;
    const limit = scale.isSmall ? 100 : 256;
    await new Deno.Command("prlimit", {
      args: [`--pid=${pid}`, `--nofile=${limit}:${limit}`],
    }).output();
    const port = Number(new URL(world.addresses[0]!).port);
    {
      using _mute = await connectMute(port, limit, "GET / HTTP/1.1\r\n");
      await delay(2_000);
    }
    const backMs = await timeUntil(15_000, async () => {
      const response = await fetch(`${world.addresses[0]}/healthz`);
      await response.body?.cancel();
      return response.ok;
    });
    strictEqual(world.webs[0]!.process.pid, pid);
    return { ...await settle(world), backMs };
  },
};

/** What clients do. */
export const CLIENT_ROWS: readonly FaultRow[] = [
  massReturn,
  slowloris,
  deafReaders,
  descriptors,
];
