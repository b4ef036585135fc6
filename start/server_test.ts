import {
  deepStrictEqual,
  match,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { openSqliteStore, type TestStore } from "../tests/support/store.ts";
import { freePort } from "../tests/support/temporary.ts";
import { createWorkWatch, type WorkWatch } from "./web/readiness.ts";
import { formatAddress, type Opened, serveHealth, serveWeb } from "./server.ts";

Deno.test("formatAddress() puts an address of IPv6 in brackets", () => {
  strictEqual(formatAddress("127.0.0.1", 8_000), "http://127.0.0.1:8000/");
  strictEqual(formatAddress("localhost", 80), "http://localhost:80/");
  strictEqual(formatAddress("::1", 8_000), "http://[::1]:8000/");
});

const HOST = "127.0.0.1";
const answer = () => new Response("hello");

Deno.test("serveWeb() serves at a free port if it is given 0", async () => {
  const server = await serveWeb({ host: HOST, port: 0 }, answer);
  const { hostname, port } = server.addr;
  const response = await fetch(`http://${hostname}:${port}/`);
  strictEqual(await response.text(), "hello");
  await server.shutdown();
});

Deno.test("serveWeb() refuses a port that is taken", async () => {
  const server = await serveWeb({ host: HOST, port: 0 }, answer);
  const { port } = server.addr;
  await rejects(serveWeb({ host: HOST, port }, answer), {
    name: "StartError",
    message: `PORT must be free: current value is "${port}" ` +
      "(Address already in use (os error 98))",
  });
  await server.shutdown();
});

Deno.test("serveWeb() packs what browsers unpack, but not what is to come at once", async () => {
  const text = "hello ".repeat(1_000);
  const server = await serveWeb({ host: HOST, port: 0 }, (request) => {
    const events = request.url.endsWith("/events");
    const headers = events
      ? { "content-type": "text/event-stream", "cache-control": "no-transform" }
      : { "content-type": "text/html" };
    return new Response(text, { headers });
  });
  const ask = async (path: string, encoding: string) => {
    const address = `http://${HOST}:${server.addr.port}/${path}`;
    const headers = { "accept-encoding": encoding };
    const response = await fetch(address, { headers });
    strictEqual(await response.text(), text);
    return response.headers.get("vary");
  };
  strictEqual(await ask("", "gzip"), "Accept-Encoding");
  strictEqual(await ask("", "br"), "Accept-Encoding");
  strictEqual(await ask("", "identity"), "Accept-Encoding");
  strictEqual(await ask("events", "gzip"), null);
  await server.shutdown();
});

for (const host of ["192.0.2.1", "no.such.host.invalid", "a b"]) {
  Deno.test(`serveWeb() refuses the host "${host}"`, async () => {
    await rejects(serveWeb({ host, port: 0 }, answer), (error) => {
      ok(error instanceof Error);
      return error.name === "StartError" && error.message.startsWith(
        `HOST must be an address of this machine: current value is "${host}" (`,
      );
    });
  });
}

/** What a worker is, whose log was full for some time. */
function stuckWork(): WorkWatch {
  let nowMs = 0;
  const work = createWorkWatch({ now: () => nowMs });
  const publish = work.watch("broker", "publish", () => {
    throw new Error("full");
  });
  publish().catch(() => nowMs = 60_000);
  return work;
}

const PARTS = {
  metrics: { read: () => Promise.resolve("posts_total 2\n") },
  log: () => {},
};

const CASES: [
  path: string,
  open: (store: TestStore) => Partial<Opened>,
  status: number,
  body: string,
][] = [
  ["/healthz", () => ({}), 200, '{"ok":true}'],
  ["/readyz", ({ db }) => ({ db, broker: { isUp: true } }), 200, '{"ok":true}'],
  [
    "/readyz",
    ({ db }) => ({ db, broker: { isUp: false }, work: stuckWork() }),
    503,
    '{"ok":false,"unreachable":["broker"],"reasons":{"broker":"cannot publish: full; not connected"}}',
  ],
  [
    "/readyz",
    () => ({}),
    503,
    '{"ok":false,"unreachable":["database","broker"],"reasons":{"database":"cannot read: it is not open yet","broker":"not connected"}}',
  ],
  ["/metrics", () => ({}), 200, "posts_total 2\n"],
  ["/t/trump", () => ({}), 404, '{"error":"There is no such page"}'],
];

for (const [path, open, status, body] of CASES) {
  Deno.test(`a worker answers ${path} with ${status} ${body.trim()}`, async () => {
    const healthPort = freePort();
    await using store = await openSqliteStore();
    const parts = {
      ...PARTS,
      opened: { work: createWorkWatch(), ...open(store) },
    };
    await using _server = await serveHealth({ host: HOST, healthPort }, parts);
    const response = await fetch(`http://${HOST}:${healthPort}${path}`);
    deepStrictEqual([response.status, await response.text()], [status, body]);
    strictEqual(response.headers.get("x-content-type-options"), "nosniff");
    const policy = response.headers.get("content-security-policy")!;
    match(policy, /^default-src 'none'/);
  });
}

Deno.test("a worker without HEALTH_PORT listens nowhere", async () => {
  const server = await serveHealth({ host: "127.0.0.1", healthPort: null }, {
    ...PARTS,
    opened: { work: createWorkWatch() },
  });
  strictEqual("addr" in server, false);
  await server[Symbol.asyncDispose]();
});
