import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import {
  accountMessage,
  type BlueskyServer,
  commitMessage,
  type Message,
  postMessage,
  startBlueskyServer,
} from "../../../../tests/support/fakes/bluesky_server.ts";
import { followBluesky } from "../../../../tests/support/read_sources.ts";
import { testSource } from "../../../../tests/support/source_suite.ts";
import type { Source } from "../source.ts";
import { blueskySource } from "./bluesky.ts";

const ANN = "did:plc:ann";
let serial = 0;

/** Lets an instance send posts; their ids. */
function post(server: BlueskyServer, count = 1, atMs?: number): string[] {
  return Array.from({ length: count }, () => {
    const rkey = `3${(serial++).toString(36)}`;
    server.say(postMessage(ANN, rkey, `Post ${rkey}`), atMs);
    return `${ANN}/${rkey}`;
  });
}

const said: { message: Message; atMs: number }[] = [];

/** A source of an instance that lives as long as it is read, and always has something to say. */
function talkative(): Source {
  return {
    name: "bluesky",
    key: "bluesky:",
    async *read(position, signal) {
      await using server = startBlueskyServer();
      for (const { message, atMs } of said) server.say(message, atMs);
      const timer = setInterval(() => {
        const message = serial % 10 === 9
          ? commitMessage(ANN, "delete", `3${serial - 5}`)
          : postMessage(ANN, `3${serial}`, `Post ${serial} \ud83c`);
        serial++;
        said.push({ message, atMs: server.say(message) / 1_000 });
      }, 2);
      const timeouts = { rewindMs: 0, otherRewindMs: 0 };
      try {
        yield* blueskySource({ hosts: [server.host], timeouts })
          .read(position, signal);
      } finally {
        clearInterval(timer);
      }
    },
  };
}

testSource("blueskySource()", talkative);

Deno.test("blueskySource() is named as rows and checkpoints know it", () => {
  const { name, key } = blueskySource({ hosts: ["127.0.0.1:1"] });
  deepStrictEqual([name, key], ["bluesky", "bluesky:"]);
});

Deno.test("blueskySource() asks for posts from now on, and tells that it is live", async () => {
  await using server = startBlueskyServer();
  post(server, 5);
  await using followed = followBluesky([server.host]);
  await followed.until("connected", () => server.clients === 1);
  const [id] = post(server);
  await followed.until("read", () => followed.ids().includes(id!));
  deepStrictEqual(new Set(followed.ids()), new Set([id]));
  const [{ cursor, collections }] = server.connects as [
    typeof server.connects[0],
  ];
  deepStrictEqual([cursor, collections], [null, ["app.bsky.feed.post"]]);
  const [first] = followed.events;
  ok(first?.kind === "live" && first.recovered);
  strictEqual(first.detail, `connected to ${server.host}`);
});

Deno.test("blueskySource() tells of edits, deletions and authors who are gone, in order", async () => {
  await using server = startBlueskyServer();
  await using followed = followBluesky([server.host]);
  await followed.until("connected", () => server.clients === 1);
  server.say({ did: ANN, kind: "identity", identity: {} });
  server.say(postMessage(ANN, "3x", "old"));
  server.say(commitMessage(ANN, "update", "3x", { record: { text: "new" } }));
  server.say(commitMessage(ANN, "delete", "3x"));
  server.say(accountMessage(ANN, false, "deleted"));
  await followed.until("all", () => followed.events.length === 5);
  deepStrictEqual(followed.events.map(({ kind }) => kind), [
    "live",
    "post",
    "edit",
    "delete",
    "delete-author",
  ]);
});

Deno.test("blueskySource() goes on at a position's instance 5 s earlier, and misses nothing", async () => {
  await using other = startBlueskyServer();
  await using server = startBlueskyServer();
  const nowMs = Date.now();
  post(server, 1, nowMs - 9_000);
  const ids = [
    ...post(server, 1, nowMs - 3_000),
    ...post(server, 1, nowMs - 1_000),
    ...post(server, 3, nowMs),
  ];
  const timeUs = (nowMs - 1_000) * 1_000;
  await using followed = followBluesky([other.host, server.host], {
    position: `${server.host} ${timeUs}`,
  });
  await followed.until(
    "read",
    () => new Set(followed.ids()).size === ids.length,
  );
  deepStrictEqual(new Set(followed.ids()), new Set(ids));
  strictEqual(server.connects[0]!.cursor, timeUs - 5_000_000);
  strictEqual(other.connects.length, 0);
  deepStrictEqual(followed.only("live").map((e) => e.recovered), [true]);
});

Deno.test("blueskySource() goes on at another instance a minute earlier", async () => {
  await using server = startBlueskyServer({ skewMs: 1_500 });
  const nowMs = Date.now();
  const ids = post(server, 3, nowMs - 20_000);
  const timeUs = nowMs * 1_000;
  await using followed = followBluesky([server.host], {
    position: `gone.example ${timeUs}`,
  });
  await followed.until(
    "read",
    () => new Set(followed.ids()).size === ids.length,
  );
  strictEqual(server.connects[0]!.cursor, timeUs - 60_000_000);
  deepStrictEqual(followed.only("live").map((e) => e.recovered), [true]);
});

Deno.test("blueskySource() gives each event the place from which it goes on", async () => {
  await using server = startBlueskyServer();
  await using followed = followBluesky([server.host]);
  await followed.until("connected", () => server.clients === 1);
  post(server, 3);
  await followed.until("read", () => new Set(followed.ids()).size === 3);
  const { position } = followed.only("post")[1]!;
  await followed.stop();
  await using again = followBluesky([server.host], {
    position,
    timeouts: { rewindMs: 0 },
  });
  await again.until("read", () => new Set(again.ids()).size === 1);
  deepStrictEqual(again.only("post")[0], followed.only("post")[2]);
});

Deno.test("blueskySource() reports exactly what an instance no longer has", async () => {
  await using server = startBlueskyServer();
  const nowMs = Date.now();
  post(server, 1, nowMs - 7_200_000);
  const [id] = post(server, 1, nowMs - 3_600_000);
  server.forget(nowMs - 4_000_000);
  await using followed = followBluesky([server.host], {
    position: `${server.host} ${(nowMs - 7_200_000) * 1_000}`,
  });
  await followed.until("read", () => followed.ids().includes(id!));
  const [down, live] = followed.events;
  ok(down?.kind === "down" && live?.kind === "live");
  match(down.why, /has no messages from before/);
  deepStrictEqual(
    [down.atMs, live.atMs, live.recovered],
    [nowMs - 7_200_000, nowMs - 3_600_000, false],
  );
});

for (
  const [what, position] of [
    ["of the future", `HOST ${(Date.now() + 3_600_000) * 1_000}`],
    ["that is none", '{"line":7}'],
    ["that is empty", ""],
  ] as const
) {
  Deno.test(`blueskySource() begins at the newest for a position ${what}, and says that it misses something`, async () => {
    await using server = startBlueskyServer();
    post(server, 3);
    await using followed = followBluesky([server.host], {
      position: position.replace("HOST", server.host),
    });
    await followed.until("connected", () => server.clients === 1);
    const [id] = post(server);
    await followed.until("read", () => followed.ids().includes(id!));
    strictEqual(server.connects[0]!.cursor, null);
    strictEqual(new Set(followed.ids()).size, 1);
    deepStrictEqual(followed.only("live").map((e) => e.recovered), [false]);
  });
}

Deno.test("blueskySource() has back-pressure, and misses nothing", async () => {
  await using server = startBlueskyServer();
  const nowMs = Date.now();
  const ids = Array.from(
    { length: 300 },
    (_, i) => post(server, 1, nowMs - 30_000 + i * 50),
  ).flat();
  await using followed = followBluesky([server.host], {
    position: `${server.host} ${(nowMs - 30_000) * 1_000}`,
    timeouts: { rewindMs: 200 },
    onEvent: () => delay(1),
  });
  await followed.until(
    "all",
    () => new Set(followed.ids()).size === ids.length,
  );
  deepStrictEqual(new Set(followed.ids()), new Set(ids));
  strictEqual(server.connects.length, 1);
  deepStrictEqual(followed.only("down"), []);
  strictEqual(followed.only("live").length, 1);
});

Deno.test("blueskySource() rejects what is too large or no post, and reads on", async () => {
  await using server = startBlueskyServer();
  await using followed = followBluesky([server.host], {
    timeouts: { silenceMs: 5_000 },
  });
  await followed.until("connected", () => server.clients === 1);
  server.blurt(new Uint8Array(10_000_000).fill(97));
  server.blurt("{");
  server.blurt(new Uint8Array([0xff, 0]), 2);
  const [id] = post(server);
  await followed.until("read", () => followed.ids().includes(id!));
  deepStrictEqual(followed.only("rejected").map((e) => e.reason), [
    "oversize",
    "malformed",
    "malformed",
  ]);
  strictEqual(server.connects.length, 1);
});
