import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { inTime } from "../waiting.ts";
import { startXServer, type XServer } from "./x_server.ts";
import { checkRule } from "./x_rules.ts";

const STREAM = "/2/tweets/search/stream";

/** Asks a server as a client does that knows the token. */
async function ask(
  { host }: XServer,
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; headers: Headers; body: unknown }> {
  const response = await fetch(`http://${host}${path}`, {
    headers: { authorization: "Bearer secret" },
    ...init,
  });
  const { status, headers } = response;
  return { status, headers, body: await response.json() };
}

/** Connects to a stream; cancel its body to leave. */
async function join({ host }: XServer): Promise<Response> {
  const headers = { authorization: "Bearer secret" };
  return await fetch(`http://${host}${STREAM}`, { headers });
}

Deno.test("startXServer() wants the token, and no backfill", async () => {
  await using server = await startXServer();
  server.putRule("cat");
  const stranger = { headers: { authorization: "Bearer other" } };
  strictEqual((await ask(server, STREAM, stranger)).status, 401);
  strictEqual((await ask(server, `${STREAM}?backfill_minutes=5`)).status, 400);
});

Deno.test("startXServer() lets nobody in without a rule, and one client at a time", async () => {
  await using server = await startXServer();
  strictEqual((await ask(server, STREAM)).status, 409);
  server.putRule("cat");
  const first = await join(server);
  const { status, body } = await ask(server, STREAM);
  strictEqual(status, 429);
  strictEqual(
    (body as { connection_issue: string }).connection_issue,
    "TooManyConnections",
  );
  await first.body?.cancel();
});

Deno.test("startXServer() counts requests, and tells how many are left", async () => {
  await using server = await startXServer();
  const left = async () => {
    const { status, headers } = await ask(server, `${STREAM}/rules`);
    return [status, headers.get("x-rate-limit-remaining")];
  };
  deepStrictEqual(await left(), [200, "449"]);
  const resetMs = Math.floor(Date.now() / 1_000) * 1_000 + 60_000;
  server.limits.reads.set(1, resetMs);
  deepStrictEqual(await left(), [200, "0"]);
  const { status, headers } = await ask(server, `${STREAM}/rules`);
  strictEqual(status, 429);
  strictEqual(headers.get("x-rate-limit-reset"), String(resetMs / 1_000));
});

Deno.test("startXServer() adds nothing in a dry run, and knows duplicates", async () => {
  await using server = await startXServer();
  const add = async (query: string, ...values: string[]) => {
    const { status, body } = await ask(server, `${STREAM}/rules${query}`, {
      method: "POST",
      body: JSON.stringify({ add: values.map((value) => ({ value })) }),
      headers: { authorization: "Bearer secret" },
    });
    const { data = [], errors = [] } = body as {
      data?: unknown[];
      errors?: { title: string }[];
    };
    return [status, data.length, ...errors.map(({ title }) => title)];
  };
  deepStrictEqual(await add("?dry_run=true", "cat", "lang:en"), [
    201,
    1,
    "UnprocessableEntity",
  ]);
  strictEqual(server.rules.length, 0);
  deepStrictEqual(await add("", "cat"), [201, 1]);
  deepStrictEqual(await add("", "cat"), [400, 0, "DuplicateRule"]);
});

Deno.test("startXServer() gives signs of life", async () => {
  await using server = await startXServer({ heartbeatMs: 20 });
  server.putRule("cat");
  const { body } = await join(server);
  const reader = body!.getReader();
  const { value } = await inTime(1_000, reader.read());
  strictEqual(new TextDecoder().decode(value), "\r\n");
  await reader.cancel();
});

Deno.test("startXServer() cuts off who reads too slowly", async () => {
  await using server = await startXServer({ maxBacklog: 100_000 });
  server.putRule("cat");
  using slow = await Deno.connect({
    hostname: "127.0.0.1",
    port: Number(server.host.split(":")[1]),
  });
  const request =
    `GET ${STREAM} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer secret\r\n\r\n`;
  await slow.write(new TextEncoder().encode(request));
  while (!server.isConnected) await delay(5);
  let sent = 0;
  while (server.isConnected && sent < 64e6) {
    server.send("x".repeat(50_000));
    sent += 50_000;
    await delay(0);
  }
  ok(!server.isConnected, `it is still connected after ${sent} bytes`);
});

for (
  const [rule, isTaken] of [
    ["cat", true],
    ["cat OR (dog -#bird)", true],
    ["cat lang:pt", true],
    ['"a b"~3 from:ann', true],
    ["$TSLA OR @ann OR 😀", true],
    ["-cat", false],
    ["lang:en", false],
    ["cat OR -dog", false],
    ["cat -(dog OR bird)", false],
    ["cat lang:pt-BR", false],
    ["cat near:rome", false],
    ["cat is:nice", false],
    ["(cat", false],
    ["cat)", false],
    ["cat OR", false],
    ["", false],
    ["x".repeat(1_025), false],
  ] as const
) {
  Deno.test(`checkRule() ${isTaken ? "takes" : "refuses"} ${rule.slice(0, 30)}`, () => {
    strictEqual(checkRule(rule) === null, isTaken);
  });
}
