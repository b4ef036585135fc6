import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { followMastodon } from "../../../../tests/support/read_sources.ts";
import {
  type MastodonServerOptions,
  startMastodon,
} from "../../../../tests/support/fakes/mastodon_server.ts";

const FORMS = ["sse", "websocket"] as const;

for (const form of FORMS) {
  Deno.test(`mastodonSource() reads by ${form} what is written, edited and deleted`, async () => {
    await using server = startMastodon({ forms: [form] });
    await using followed = followMastodon(server.host);
    await followed.until("live", () => followed.only("live").length === 1);
    const { id } = server.post({ content: "<p>one<br>two</p>" });
    server.edit(id, "<p>three</p>");
    server.remove(id);
    await followed.until("deleted", () => followed.only("delete").length === 1);

    const [post, edit, deleted] = followed.events.slice(1);
    ok(post?.kind === "post" && edit?.kind === "edit");
    strictEqual(post.post.id, `${server.host}/${id}`);
    deepStrictEqual([post.post.text, edit.post.text], ["one\ntwo", "three"]);
    deepStrictEqual(deleted, {
      kind: "delete",
      id: post.post.id,
      position: id,
    });
    strictEqual(post.position, id);
  });

  Deno.test(`mastodonSource() continues after a message of 10 MB, by ${form}`, async () => {
    await using server = startMastodon({ forms: [form] });
    await using followed = followMastodon(server.host);
    await followed.until("live", () => followed.only("live").length === 1);
    server.post({ content: "é".repeat(5_000_000) });
    server.streams.sendEvent("update", '{"id":"1"');
    server.post({ content: "next" });
    await followed.until("next", () => followed.texts().length === 1);
    const [large, broken] = followed.only("rejected");
    strictEqual(large!.reason, "oversize");
    ok(large!.head.length > 400 && large!.head.length <= 512);
    strictEqual(broken!.reason, "malformed");
    deepStrictEqual(followed.texts(), ["next"]);
    strictEqual(followed.only("down").length, 0);
  });

  Deno.test(`mastodonSource() takes a silent server for dead, by ${form}`, async () => {
    await using server = startMastodon({ forms: [form] });
    const timeouts = { silenceMs: 300 };
    await using followed = followMastodon(server.host, { timeouts });
    await followed.until("live", () => followed.only("live").length === 1);
    const frozenMs = Date.now();
    server.streams.isFrozen = true;
    await followed.until("down", () => followed.only("down").length >= 1);
    const [down] = followed.only("down");
    match(down!.why, /^127\.0\.0\.1:\d+ sent nothing for 0\.3 s$/);
    ok(down!.atMs - frozenMs < 250, "it was down from the first silence");
  });

  Deno.test(`mastodonSource() ends at once while a dead server holds the line, by ${form}`, async () => {
    await using server = startMastodon({ forms: [form] });
    await using followed = followMastodon(server.host);
    await followed.until("live", () => followed.only("live").length === 1);
    server.streams.isFrozen = true;
    ok(await followed.stop() < 500);
  });

  Deno.test(`mastodonSource() has back-pressure, by ${form}`, async () => {
    await using server = startMastodon({ forms: [form] });
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    await using followed = followMastodon(server.host, {
      onEvent: ({ kind }) => kind === "live" ? gate : Promise.resolve(),
    });
    await followed.until("live", () => followed.only("live").length === 1);
    const content = "x".repeat(30_000);
    for (let i = 0; i < 1_000; i++) server.post({ content });
    await delay(300);
    strictEqual(followed.texts().length, 0);
    open();
    await followed.until("all", () => followed.texts().length === 1_000);
    strictEqual(followed.only("down").length, 0);
  });
}

Deno.test("mastodonSource() connects again after a WebSocket message of more than 16 MiB, and misses nothing", async () => {
  await using server = startMastodon({ forms: ["websocket"] });
  await using followed = followMastodon(server.host);
  await followed.until("live", () => followed.only("live").length === 1);
  server.post({ content: "before" });
  await followed.until("before", () => followed.texts().length === 1);
  server.streams.sendEvent("update", "x".repeat(17 * 2 ** 20));
  server.post({ content: "meanwhile" });
  await followed.until("live", () => followed.only("live").length === 2);
  server.post({ content: "after" });
  await followed.until("after", () => followed.texts().includes("after"));
  deepStrictEqual(followed.texts(), ["before", "meanwhile", "after"]);
  deepStrictEqual(followed.only("rejected").map(({ reason }) => reason), [
    "oversize",
  ]);
  strictEqual(followed.only("down").length, 1);
  strictEqual(followed.only("live")[1]!.recovered, true);
});

Deno.test("mastodonSource() keeps a quiet connection that sends heartbeats", async () => {
  await using server = startMastodon({ forms: ["sse"], heartbeatMs: 50 });
  const timeouts = { silenceMs: 200 };
  await using followed = followMastodon(server.host, { timeouts });
  await followed.until("live", () => followed.only("live").length === 1);
  await delay(600);
  strictEqual(followed.only("down").length, 0);
});

const WAYS: readonly MastodonServerOptions[] = [
  { tells: "v2", streamsElsewhere: true },
  { tells: "v1", streamsElsewhere: true },
  { tells: "redirect", streamsElsewhere: true },
  { tells: "none" },
];
for (const form of FORMS) {
  for (const way of WAYS) {
    Deno.test(`mastodonSource() finds where a server streams by ${form} that says so by ${way.tells}`, async () => {
      await using server = startMastodon({ ...way, forms: [form] });
      await using followed = followMastodon(server.host);
      await followed.until("live", () => followed.only("live").length === 1);
      const name = form === "sse" ? "server-sent events" : "WebSocket";
      const [{ detail } = { detail: "" }] = followed.only("live");
      ok(
        detail.startsWith("connected to 127.0.0.1:") &&
          detail.endsWith(`(${name})`),
      );
      strictEqual(detail.includes(server.host), !way.streamsElsewhere);
    });
  }
}

Deno.test("mastodonSource() never writes the token into an address, nor where it is not asked for", async () => {
  for (const form of FORMS) {
    await using server = startMastodon({
      forms: [form],
      tells: "redirect",
      streamsElsewhere: true,
    });
    await using followed = followMastodon(server.host);
    await followed.until("live", () => followed.only("live").length === 1);
    for (const { path, query, headers } of server.requests) {
      ok(!`${path}${query}`.includes("a-token"));
      const isSent = [...headers.values()].some((v) => v.includes("a-token"));
      const wants = /^\/api\/v1\/(?:streaming\/public|timelines)/.test(path) ||
        headers.has("upgrade");
      strictEqual(isSent, wants, path);
    }
  }
});

Deno.test("mastodonSource() reads a server that wants no token", async () => {
  await using server = startMastodon({ token: "" });
  await using followed = followMastodon(server.host, { token: "" });
  await followed.until("live", () => followed.only("live").length === 1);
  ok(server.requests.every(({ headers }) => !headers.has("authorization")));
});
