import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { freePort } from "../tests/support/temporary.ts";
import { type HealthParts, serveHealth } from "./serve_health.ts";

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
    { ...UP, findUnready: () => Promise.resolve(["broker"]) },
    503,
    '{"ok":false,"unreachable":["broker"]}',
  ],
  ["/metrics", UP, 200, "posts_total 2\n"],
  ["/t/trump", UP, 404, '{"error":"There is no such page"}'],
];

for (const [path, parts, status, body] of CASES) {
  Deno.test(`a worker answers ${path} with ${status}`, async () => {
    const healthPort = freePort();
    await using _server = serveHealth({ host: "127.0.0.1", healthPort }, parts);
    const response = await fetch(`http://127.0.0.1:${healthPort}${path}`);
    deepStrictEqual([response.status, await response.text()], [status, body]);
  });
}

Deno.test("a worker without HEALTH_PORT listens nowhere", async () => {
  const server = serveHealth({ host: "127.0.0.1", healthPort: null }, UP);
  strictEqual("addr" in server, false);
  await server[Symbol.asyncDispose]();
});
