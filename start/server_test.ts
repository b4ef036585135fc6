import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import type { Problem } from "../domain/pipeline/pipeline.ts";
import { freePort } from "../tests/support/temporary.ts";
import {
  formatAddress,
  type HealthParts,
  serveHealth,
  serveWeb,
} from "./server.ts";

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

const PROBLEMS: Problem[] = [
  { part: "broker", reason: "not connected" },
  { part: "broker", reason: "cannot publish: full" },
];

const UP: HealthParts = {
  metrics: { read: () => Promise.resolve("posts_total 2\n") },
  findUnready: () => Promise.resolve([]),
};

const CASES: [
  path: string,
  parts: HealthParts,
  status: number,
  body: string,
][] = [
  ["/healthz", UP, 200, '{"ok":true}'],
  ["/readyz", UP, 200, '{"ok":true}'],
  [
    "/readyz",
    { ...UP, findUnready: () => Promise.resolve(PROBLEMS) },
    503,
    '{"ok":false,"unreachable":["broker"],"reasons":{"broker":"not connected; cannot publish: full"}}',
  ],
  ["/metrics", UP, 200, "posts_total 2\n"],
  ["/t/trump", UP, 404, '{"error":"There is no such page"}'],
];

for (const [path, parts, status, body] of CASES) {
  Deno.test(`a worker answers ${path} with ${status}`, async () => {
    const healthPort = freePort();
    await using _server = await serveHealth(
      { host: "127.0.0.1", healthPort },
      parts,
    );
    const response = await fetch(`http://127.0.0.1:${healthPort}${path}`);
    deepStrictEqual([response.status, await response.text()], [status, body]);
  });
}

Deno.test("a worker without HEALTH_PORT listens nowhere", async () => {
  const server = await serveHealth({ host: "127.0.0.1", healthPort: null }, UP);
  strictEqual("addr" in server, false);
  await server[Symbol.asyncDispose]();
});
