import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "../../../../tests/support/temporary.ts";
import {
  startXServer,
  type XServer,
} from "../../../../tests/support/fakes/x_server.ts";
import { PROBLEMS } from "../../../../tests/support/fakes/x_answers.ts";
import { readX } from "../../../../tests/support/x_source.ts";

/** Milliseconds between the connects to a server. */
function gapsOf({ requests }: XServer): number[] {
  const times = requests.stream.map(({ atMs }) => atMs);
  return times.slice(1).map((atMs, i) => atMs - times[i]!);
}

/** Whether each gap is at least what it should be, and not much longer. */
function checkGaps(gaps: readonly number[], expected: readonly number[]): void {
  const text = `${gaps.map(Math.round)} where ${expected} are right`;
  ok(gaps.length >= expected.length, text);
  for (const [i, ms] of expected.entries()) {
    ok(gaps[i]! >= ms - 5 && gaps[i]! < ms + 100, text);
  }
}

Deno.test("xSource() connects at once after a break, and tells of the time between", async () => {
  await using server = await startXServer();
  await using x = readX(server.host);
  await x.until("live", () => x.only("live").length === 1);
  for (const how of ["end", "cut"] as const) {
    const { length } = x.only("live");
    server.send("\r\n");
    await delay(200); // steady
    const beforeMs = Date.now();
    server.drop(how);
    await x.until("live again", () => x.only("live").length === length + 1);
    const down = x.only("down").at(-1)!;
    ok(down.atMs >= beforeMs && down.retryMs === 0);
    match(down.why, how === "end" ? /closed the connection/ : /broke/);
    ok(x.only("live").at(-1)!.atMs >= down.atMs);
  }
});

Deno.test("xSource() connects more and more slowly to a server that accepts and closes", async () => {
  await using server = await startXServer();
  server.fail("stream", ...Array(6).fill("end"));
  await using x = readX(server.host, { timeouts: { standsMs: 5_000 } });
  await x.until("connected", () => server.isConnected);
  checkGaps(gapsOf(server), [0, 20, 40, 60, 80, 100]);
  server.send("\r\n");
  await x.until("live", () => x.only("live").length === 1);
  const downs = x.only("down");
  deepStrictEqual(new Set(downs.map(({ atMs }) => atMs)).size, 1);
  deepStrictEqual(downs.map(({ retryMs }) => retryMs), [
    0,
    20,
    40,
    60,
    80,
    100,
  ]);
});

Deno.test("xSource() stays within 50 connections in X's quarter of an hour", async () => {
  await using server = await startXServer();
  server.fail("stream", ...Array(80).fill("end"));
  const timeouts = { networkStepMs: 0, windowMs: 1_500, standsMs: 5_000 };
  await using x = readX(server.host, { timeouts });
  await x.until("so many", () => server.requests.stream.length >= 60);
  const times = server.requests.stream.map(({ atMs }) => atMs);
  ok(times[49]! - times[0]! < 1_000);
  ok(times[50]! - times[0]! >= 1_490);
  const paused = x.only("down").find(({ why }) => why.includes("50"));
  ok(paused !== undefined && paused.retryMs! > 0);
});

Deno.test("xSource() is not fooled by signs of life on connections that do not last", async () => {
  await using server = await startXServer();
  await using x = readX(server.host);
  for (let i = 1; i <= 5; i++) {
    await x.until(
      "connected",
      () => server.requests.stream.length === i && server.isConnected,
    );
    server.send("\r\n");
    await delay(10);
    server.drop("end");
  }
  await x.until("connected", () => server.isConnected);
  checkGaps(gapsOf(server).map((ms) => ms - 10), [0, 20, 40, 60, 80]);
});

Deno.test("xSource() waits twice as long after each error of HTTP, and a short time again after posts", async () => {
  await using server = await startXServer();
  const { unavailable } = PROBLEMS;
  server.fail("stream", unavailable, unavailable, unavailable);
  await using x = readX(server.host);
  await x.until("connected", () => server.isConnected);
  checkGaps(gapsOf(server), [60, 120, 240]);
  match(x.only("down")[0]!.why, /503 Service Unavailable/);
  server.post({ id: "1", text: "cat" }, ["freshet:cats"]);
  await x.until("a post", () => x.ids().length === 1);
  server.fail("stream", unavailable);
  server.drop("cut");
  await x.until("down", () => x.only("down").length === 5);
  deepStrictEqual(x.only("down").slice(3).map(({ retryMs }) => retryMs), [
    0,
    60,
  ]);
});

Deno.test("xSource() waits as long as X says where it takes no more requests", async () => {
  await using server = await startXServer();
  const resetMs = Math.ceil(Date.now() / 1_000) * 1_000 + 1_000;
  server.limits.connects.set(0, resetMs);
  await using x = readX(server.host);
  await x.until("live", () => x.only("live").length === 1);
  ok(Date.now() >= resetMs);
  strictEqual(server.requests.stream.length, 2);
  match(
    x.only("down")[0]!.why,
    /X's rate limit is reached.*429 Too Many Requests/,
  );
});

Deno.test("xSource() waits longer each time where X does not say for how long", async () => {
  await using server = await startXServer();
  const headers = { "x-rate-limit-remaining": "49" };
  const fault = { ...PROBLEMS.tooMany, headers };
  server.fail("stream", fault, fault);
  await using x = readX(server.host);
  await x.until("connected", () => server.isConnected);
  checkGaps(gapsOf(server), [150, 300]);
});

Deno.test("xSource() says that another client holds the one connection, and takes over", async () => {
  await using server = await startXServer();
  await using first = readX(server.host);
  await first.until("live", () => first.only("live").length === 1);
  await using second = readX(server.host);
  await second.until("down", () => second.only("down").length === 1);
  const { why, retryMs } = second.only("down")[0]!;
  match(
    why,
    /another client holds the one connection.*TooManyConnections|another client holds the one connection.*maximum allowed connection limit/,
  );
  strictEqual(retryMs, 150);
  await first.stop();
  await second.until("live", () => second.only("live").length === 1);
});

for (
  const [problem, words] of [
    [PROBLEMS.unauthorized, /X_BEARER_TOKEN.*\(X says: 401 Unauthorized\)/],
    [
      { status: 401, body: { title: "Bad", detail: "Bearer secret is none" } },
      /X says: 401 Bad: Bearer \*\*\* is none/,
    ],
    [
      PROBLEMS.forbidden,
      /project and plan.*403 Client Forbidden: The app must/,
    ],
    [{ status: 402, body: { title: "CreditsDepleted" } }, /no credits left/],
    [
      { status: 500, body: "<html>secret</html>" },
      /cannot answer \(X says: 500\)/,
    ],
  ] as const
) {
  Deno.test(`xSource() says in words what X means by ${JSON.stringify(problem.body).slice(0, 30)}, and never the token`, async () => {
    await using server = await startXServer();
    const headers = { "content-type": "text/html" };
    server.fail("stream", { ...problem, headers });
    server.fail("rules", { ...problem, headers });
    await using x = readX(server.host);
    await x.until("down", () => x.only("down").length === 2);
    for (const { why, retryMs } of x.only("down")) {
      match(why, words);
      ok(!why.includes("secret"));
      ok(retryMs! >= 60);
    }
  });
}

Deno.test("xSource() looks at its rules anew where X says that there are none", async () => {
  await using server = await startXServer();
  await using x = readX(server.host);
  await x.until("live", () => x.only("live").length === 1);
  (server.rules as unknown[]).length = 0; // somebody deleted them all
  server.drop("end");
  await x.until("live again", () => x.only("live").length === 2);
  strictEqual(server.rules.length, 1);
  match(x.only("down").at(-1)!.why, /X has no rules to match.*409/);
});

Deno.test("xSource() takes a connection that says nothing for dead", async () => {
  await using server = await startXServer();
  await using x = readX(server.host, { timeouts: { silenceMs: 400 } });
  await x.until("live", () => x.only("live").length === 1);
  await x.until("live again", () => x.only("live").length === 2);
  match(x.only("down")[0]!.why, /X sent nothing for 0.4 s/);
  checkGaps(gapsOf(server), [400]);
});

Deno.test("xSource() is kept alive by X's signs of life", async () => {
  await using server = await startXServer({ heartbeatMs: 100 });
  await using x = readX(server.host, { timeouts: { silenceMs: 400 } });
  await x.until("live", () => x.only("live").length === 1);
  await delay(1_000);
  strictEqual(server.requests.stream.length, 1);
});

Deno.test("xSource() does not wait for ever for an answer", async () => {
  await using server = await startXServer();
  server.fail("stream", "silence");
  server.fail("rules", "silence", "cut");
  await using x = readX(server.host);
  await x.until("live", () => x.only("live").length === 1);
  deepStrictEqual(x.only("down").map(({ retryMs }) => retryMs), [0, 20, 40]);
  match(x.only("down")[0]!.why, /X did not answer within 0.4 s/);
  match(x.only("down")[1]!.why, /X cannot be reached|broke/);
});

Deno.test("xSource() says that a server cannot be reached, and finds it when it comes", async () => {
  const host = `127.0.0.1:${freePort()}`;
  await using x = readX(host);
  await x.until("down", () => x.only("down").length >= 3);
  match(x.only("down")[0]!.why, /X cannot be reached: .*refused/i);
});

for (
  const [name, line, words, retryMs] of [
    [
      "an operational disconnect",
      '{"errors":[{"title":"operational-disconnect","disconnect_type":"UpstreamOperationalDisconnect","detail":"For operational reasons."}]}',
      /X ended the connection.*For operational reasons/,
      0,
    ],
    [
      "too many connections",
      '{"title":"ConnectionException","detail":"At the maximum allowed connection limit.","connection_issue":"TooManyConnections"}',
      /another client holds the one connection/,
      150,
    ],
    [
      "a limit of requests",
      '{"errors":[{"code":88,"message":"Rate limit exceeded"}]}',
      /Rate limit exceeded/,
      150,
    ],
  ] as const
) {
  Deno.test(`xSource() understands ${name} within the stream`, async () => {
    await using server = await startXServer();
    await using x = readX(server.host);
    await x.until("live", () => x.only("live").length === 1);
    server.send(`${line}\r\n`);
    await x.until("live again", () => x.only("live").length === 2);
    const [down] = x.only("down");
    match(down!.why, words);
    strictEqual(down!.retryMs, retryMs);
    deepStrictEqual(x.only("rejected"), []);
  });
}

Deno.test("xSource() goes on after an error that ends nothing, and rejects it", async () => {
  await using server = await startXServer();
  await using x = readX(server.host);
  await x.until("live", () => x.only("live").length === 1);
  server.send(
    '{"errors":[{"title":"Not Found Error","detail":"No post."}]}\r\n',
  );
  server.post({ id: "1", text: "cat" }, ["freshet:cats"]);
  await x.until("a post", () => x.ids().length === 1);
  match(x.only("rejected")[0]!.detail, /Not Found Error: No post/);
  strictEqual(server.requests.stream.length, 1);
});

Deno.test("xSource() reads on after a line of 10 MB", async () => {
  await using server = await startXServer({ maxBacklog: 64e6 });
  await using x = readX(server.host);
  await x.until("live", () => x.only("live").length === 1);
  server.send(`{"data":{"id":"9","text":"${"x".repeat(10_000_000)}"}}\r\n`);
  server.post({ id: "1", text: "cat" }, ["freshet:cats"]);
  await x.until("a post", () => x.ids().length === 1);
  const [rejected] = x.only("rejected");
  strictEqual(rejected?.reason, "oversize");
  strictEqual(rejected.head.length, 512);
  strictEqual(x.meter.posts, 2);
});

Deno.test("xSource() reads characters that are cut in two", async () => {
  await using server = await startXServer();
  await using x = readX(server.host);
  await x.until("live", () => x.only("live").length === 1);
  const bytes = new TextEncoder().encode(
    '{"data":{"id":"1","text":"é😀"},"matching_rules":[{"tag":"freshet:cats"}]}\r\n',
  );
  for (const byte of bytes) {
    server.send(Uint8Array.of(byte));
    if (byte > 127) await delay(2);
  }
  await x.until("a post", () => x.ids().length === 1);
  strictEqual(x.only("post")[0]?.post.text, "é😀");
});

Deno.test("xSource() reads on while nobody takes its posts, within bounds, and tells when it is too much", async () => {
  await using server = await startXServer({ maxBacklog: 256 * 1024 });
  await using x = readX(server.host);
  await x.until("live", () => x.only("live").length === 1);
  x.hold();
  const text = `cat ${"x".repeat(20_000)}`;
  let sent = 0;
  while (server.isConnected && sent < 2_000) {
    for (let i = 0; i < 5; i++) {
      if (server.post({ id: String(++sent), text }, ["freshet:cats"])) continue;
      sent--;
      break;
    }
    await delay(4);
  }
  await delay(150);
  strictEqual(server.requests.stream.length, 1, "it waits before it connects");
  x.release();
  await x.until("live again", () => x.only("live").length === 2);
  match(x.only("down")[0]!.why, /faster than they can be processed/);
  const ids = x.ids();
  ok(ids.length > 350 && ids.length < 500, `${ids.length} of ${sent}`);
  strictEqual(ids.length, x.meter.posts, "what was read is handed on");
  deepStrictEqual(ids, ids.map((_, i) => String(i + 1)));
});

Deno.test("xSource() hands on what it has read when it is ended", async () => {
  await using server = await startXServer();
  const x = readX(server.host);
  await x.until("live", () => x.only("live").length === 1);
  x.hold();
  for (let i = 0; i < 100; i++) {
    server.post({ id: `${i}`, text: "cat" }, ["freshet:cats"]);
  }
  await x.until("all are counted", () => x.meter.posts === 100);
  ok(await x.stop() < 1_000);
  strictEqual(x.ids().length, 100);
});

for (const moment of ["silence", "live", "waiting"] as const) {
  Deno.test(`xSource() ends within a second of an abort: ${moment}`, async () => {
    await using server = await startXServer();
    if (moment === "silence") server.fail("stream", "silence");
    if (moment === "waiting") server.fail("stream", PROBLEMS.unavailable);
    const timeouts = { httpFirstMs: 60_000, answerMs: 60_000 };
    const x = readX(server.host, { timeouts });
    await x.until("it is so", () => server.requests.stream.length === 1);
    await delay(50);
    ok(await x.stop() < 1_000);
  });
}
