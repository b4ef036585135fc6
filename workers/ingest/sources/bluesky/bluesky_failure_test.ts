import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import {
  type BlueskyServer,
  postMessage,
  startBlueskyServer,
  type Welcome,
} from "../../../../tests/support/fakes/bluesky_server.ts";
import { followBluesky } from "../../../../tests/support/read_sources.ts";
import type { FollowedSource } from "../../../../tests/support/follow_source.ts";
import { retryUntil } from "../../../../tests/support/waiting.ts";
import { blueskySource } from "./bluesky.ts";

const ANN = "did:plc:ann";
let serial = 0;

/** Lets instances send the same post; its id. */
function post(...servers: BlueskyServer[]): string {
  const rkey = `3${(serial++).toString(36)}`;
  for (const server of servers) server.say(postMessage(ANN, rkey, "Post"));
  return `${ANN}/${rkey}`;
}

async function readOne(
  followed: FollowedSource,
  ...servers: BlueskyServer[]
): Promise<void> {
  const isThere = () => servers.some(({ clients }) => clients > 0);
  await followed.until("connected", isThere);
  const id = post(...servers);
  await followed.until("read", () => followed.ids().includes(id));
}

const ENDS: Record<string, [(server: BlueskyServer) => void, RegExp]> = {
  "is cut": [(server) => server.drop(), /EOF|reset|broke|ended/],
  "is closed": [
    (server) => server.close(1012, "restart"),
    /ended the stream \(1012: restart\)$/,
  ],
  "is closed after a complaint": [
    (server) => {
      server.blurt('{"$type":"error","error":"ConsumerTooSlow","message":"m"}');
      server.close(1000);
    },
    /: ConsumerTooSlow: m \(\S+ ended the stream\)$/,
  ],
  "falls silent": [
    (server) => void (server.isSilent = true),
    /sent nothing for 0.6 s/,
  ],
  "speaks nonsense": [
    (server) => server.blurt(new Uint8Array([0xff, 0xfe])),
    /UTF-8/,
  ],
};

for (const [what, [end, why]] of Object.entries(ENDS)) {
  Deno.test(`blueskySource() connects again at once when its connection ${what}, and gets what it missed`, async () => {
    await using server = startBlueskyServer();
    await using followed = followBluesky([server.host]);
    await readOne(followed, server);
    const before = Date.now();
    end(server);
    await delay(20);
    const missed = post(server);
    const { isSilent } = server;
    if (isSilent) await followed.until("gone", () => server.clients === 0);
    server.isSilent = false;
    await followed.until("read", () => followed.ids().includes(missed));
    const [down] = followed.only("down");
    match(down!.why, why);
    ok(down!.why.startsWith(server.host));
    strictEqual(down!.retryMs, 0);
    ok(Math.abs(down!.atMs - before) < 200, "it is down since the last word");
    const [, live] = followed.only("live");
    ok(live!.recovered && live!.atMs >= down!.atMs);
    if (!isSilent) strictEqual(server.connects.length, 2);
  });
}

Deno.test("blueskySource() stays with an instance that was good for long", async () => {
  await using server = startBlueskyServer();
  await using other = startBlueskyServer();
  await using followed = followBluesky([server.host, other.host]);
  await readOne(followed, server);
  await delay(250);
  await readOne(followed, server);
  server.drop();
  await followed.until("back", () => server.connects.length === 2);
  strictEqual(other.connects.length, 0);
});

const REFUSALS: [Welcome | "stopped", RegExp][] = [
  ["stopped", /connection refused/],
  ["drop", /./],
  ["mute", /does not answer within 0.4 s$/],
  [503, /answers 503$/],
  [400, /answers 400$/],
];

for (const [welcome, why] of REFUSALS) {
  Deno.test(`blueskySource() goes to the next instance, a minute back, if one answers with: ${welcome}`, async () => {
    await using server = startBlueskyServer();
    await using other = startBlueskyServer({ skewMs: -2_000 });
    await using followed = followBluesky([server.host, other.host]);
    await readOne(followed, server, other);
    const { position } = followed.only("post").at(-1)!;
    if (welcome === "stopped") await server.stop();
    else server.welcome = welcome;
    server.drop();
    const missed = post(other);
    await followed.until("read", () => followed.ids().includes(missed));
    const timeUs = Number(position!.split(" ")[1]);
    strictEqual(other.connects[0]!.cursor, timeUs - 60_000_000);
    ok(followed.only("live").at(-1)!.recovered);
    const downs = followed.only("down");
    if (downs.length > 1) match(downs[1]!.why, why);
    strictEqual(new Set(downs.map(({ atMs }) => atMs)).size, 1);
    if (welcome === "stopped") server.start();
  });
}

for (const [welcome, why] of REFUSALS) {
  Deno.test(`blueskySource() says why an instance cannot be reached: ${welcome}`, async () => {
    await using server = startBlueskyServer();
    if (welcome === "stopped") await server.stop();
    else server.welcome = welcome;
    await using followed = followBluesky([server.host]);
    await followed.until("told", () => followed.only("down").length > 0);
    match(followed.only("down")[0]!.why, why);
    await followed.stop();
    if (welcome === "stopped") server.start();
  });
}

Deno.test("blueskySource() is polite to an instance that lets it in and throws it out", async () => {
  await using server = startBlueskyServer();
  post(server);
  const position = `${server.host} ${Date.now() * 1_000}`;
  await using followed = followBluesky([server.host], {
    position,
    timeouts: { retryMs: 100, maxRetryMs: 1_000 },
  });
  const dropping = setInterval(() => server.drop(), 5);
  await delay(1_500);
  clearInterval(dropping);
  await followed.stop();
  const { length } = server.connects;
  ok(length >= 3 && length <= 14, `${length} connects`);
  const waits = followed.only("down").map(({ retryMs }) => retryMs!);
  strictEqual(waits[0], 0);
  ok(waits.every((wait, i) => wait <= 100 * 2 ** Math.max(0, i - 1)));
});

Deno.test("blueskySource() says that it missed something if it was away without a place", async () => {
  await using server = startBlueskyServer();
  server.welcome = 503;
  await using followed = followBluesky([server.host]);
  await followed.until("told", () => followed.only("down").length > 1);
  server.welcome = "accept";
  await readOne(followed, server);
  deepStrictEqual(followed.only("live").map((e) => e.recovered), [false]);
});

Deno.test("blueskySource() takes what an instance sends twice", async () => {
  await using server = startBlueskyServer({ overlap: 3 });
  await using followed = followBluesky([server.host], {
    timeouts: { rewindMs: 0 },
  });
  await readOne(followed, server);
  await readOne(followed, server);
  server.drop();
  await followed.until("back", () => server.connects.length === 2);
  await readOne(followed, server);
  strictEqual(followed.only("post").length, 5);
  strictEqual(new Set(followed.ids()).size, 3);
});

Deno.test("blueskySource() passes a message that breaks each connection, and says so", async () => {
  await using server = startBlueskyServer();
  await using followed = followBluesky([server.host]);
  await readOne(followed, server);
  const breaking = setInterval(
    () => server.blurt(new Uint8Array([0xff, 0xfe])),
    5,
  );
  await followed.until("passed", () => followed.only("rejected").length > 0);
  clearInterval(breaking);
  const talking = setInterval(() => post(server), 5);
  const isBack = () => followed.only("live").at(-1)?.recovered === false;
  await followed.until("back, and misses something", isBack);
  clearInterval(talking);
  match(followed.only("rejected")[0]!.detail, /breaks at this message.*UTF-8/);
  strictEqual(server.connects.at(-1)!.cursor, null);
});

const ENDINGS: Record<string, (server: BlueskyServer) => void> = {
  "waits for posts": () => {},
  "waits for an answer": (server) => server.welcome = "mute",
  "waits for its next try": (server) => server.welcome = 503,
};
for (const [what, prepare] of Object.entries(ENDINGS)) {
  Deno.test(`blueskySource() ends at once while it ${what}`, async () => {
    await using server = startBlueskyServer();
    prepare(server);
    await using followed = followBluesky([server.host], {
      timeouts: { answerMs: 5_000, retryMs: 30_000 },
    });
    await followed.until("tried", () => server.connects.length > 0);
    await delay(50);
    const tookMs = await followed.stop();
    ok(tookMs < 500, `${tookMs} ms`);
  });
}

Deno.test("blueskySource() ends within a second although its instance answers nothing any more", async () => {
  await using server = startBlueskyServer();
  server.welcome = "freeze";
  await using followed = followBluesky([server.host]);
  await readOne(followed, server);
  const tookMs = await followed.stop();
  ok(tookMs < 1_000, `${tookMs} ms`);
});

Deno.test("blueskySource() ends at once although much is left to read", async () => {
  await using server = startBlueskyServer();
  let isSlow = false;
  await using followed = followBluesky([server.host], {
    onEvent: () => isSlow ? delay(20) : Promise.resolve(),
  });
  await readOne(followed, server);
  isSlow = true;
  for (let i = 0; i < 500; i++) post(server);
  const before = followed.events.length;
  await followed.until("reads on", () => followed.events.length > before + 2);
  const tookMs = await followed.stop();
  ok(tookMs < 500, `${tookMs} ms`);
});

Deno.test("blueskySource() hangs up when its reader leaves", async () => {
  await using server = startBlueskyServer();
  const source = blueskySource({ hosts: [server.host] });
  const talking = setInterval(() => post(server), 5);
  for await (const _ of source.read(null, new AbortController().signal)) break;
  clearInterval(talking);
  await retryUntil(async () => strictEqual(await server.clients, 0), {
    timeoutMs: 1_000,
  });
});
