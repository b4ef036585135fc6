import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { followMastodon } from "../../../../tests/support/read_sources.ts";
import {
  type MastodonServer,
  startMastodon,
} from "../../../../tests/support/fakes/mastodon_server.ts";
import { serverId } from "../../../../tests/support/fakes/mastodon_streams.ts";

const NOON = Date.UTC(2026, 0, 1, 12);

/** Statuses a minute apart; the texts are their numbers. */
function write(server: MastodonServer, from: number, to: number): string[] {
  const texts: string[] = [];
  for (let n = from; n <= to; n++) {
    const id = serverId(NOON + n * 60_000);
    texts.push(server.post({ id, content: `${n}` }).content);
  }
  return texts;
}

const pagesOf = (server: MastodonServer) =>
  server.requests.filter(({ query }) => query.includes("min_id"));

for (const form of ["sse", "websocket"] as const) {
  Deno.test(`mastodonSource() reads what came since its position, in order, then what comes, by ${form}`, async () => {
    await using server = startMastodon({ forms: [form] });
    const texts = write(server, 1, 129);
    const position = server.statuses[9]!.id;
    await using followed = followMastodon(server.host, { position });
    await followed.until("live", () => followed.only("live").length === 1);
    texts.push(...write(server, 130, 140));
    await followed.until("all", () => followed.texts().includes("140"));
    deepStrictEqual(followed.texts(), texts.slice(10));
    strictEqual(followed.only("live")[0]!.recovered, true);
    strictEqual(pagesOf(server).length, 3);
    const places = followed.only("post").map(({ position }) => position!);
    deepStrictEqual(places, server.statuses.slice(10).map(({ id }) => id));
  });

  Deno.test(`mastodonSource() fills the gap after a break, by ${form}`, async () => {
    await using server = startMastodon({ forms: [form] });
    await using followed = followMastodon(server.host);
    await followed.until("live", () => followed.only("live").length === 1);
    const texts = write(server, 1, 5);
    await followed.until("five", () => followed.texts().length === 5);
    await server.stop();
    texts.push(...write(server, 6, 60));
    await followed.until("down", () => followed.only("down").length > 2);
    server.start();
    await followed.until("live", () => followed.only("live").length === 2);
    texts.push(...write(server, 61, 62));
    await followed.until("all", () => followed.texts().includes("62"));
    deepStrictEqual(followed.texts(), texts);
    deepStrictEqual(followed.only("live").map((live) => live.recovered), [
      false,
      true,
    ]);
    const downs = followed.only("down");
    strictEqual(downs[0]!.retryMs, 0);
    strictEqual(new Set(downs.map(({ atMs }) => atMs)).size, 1);
  });
}

Deno.test("mastodonSource() reads no history at its first start", async () => {
  await using server = startMastodon();
  write(server, 1, 100);
  await using followed = followMastodon(server.host);
  await followed.until("live", () => followed.only("live").length === 1);
  const texts = write(server, 101, 103);
  await followed.until("three", () => followed.texts().length === 3);
  deepStrictEqual(followed.texts(), texts);
  strictEqual(pagesOf(server).length, 0);
});

Deno.test("mastodonSource() misses nothing of a break before the first post", async () => {
  await using server = startMastodon();
  await using followed = followMastodon(server.host);
  await followed.until("live", () => followed.only("live").length === 1);
  await server.stop();
  const texts = write(server, 1, 3);
  server.start();
  await followed.until("three", () => followed.texts().length === 3);
  deepStrictEqual(followed.texts(), texts);
  strictEqual(followed.only("live").at(-1)!.recovered, true);
});

Deno.test("mastodonSource() tells that it gave up on a gap that is too long", async () => {
  await using server = startMastodon();
  write(server, 1, 130);
  const position = server.statuses[0]!.id;
  await using followed = followMastodon(server.host, { position, maxPages: 2 });
  await followed.until("live", () => followed.only("live").length === 1);
  const [live] = followed.only("live");
  strictEqual(live!.recovered, false);
  match(live!.detail, /missed more than 2 pages/);
  strictEqual(followed.texts().length, 79);
});

Deno.test("mastodonSource() finds posts that came late, under an older number", async () => {
  await using server = startMastodon();
  await using followed = followMastodon(server.host);
  await followed.until("live", () => followed.only("live").length === 1);
  server.post({ id: serverId(NOON), content: "new" });
  await followed.until("new", () => followed.texts().length === 1);
  await server.stop();
  server.post({ id: serverId(NOON - 10_000), content: "late" });
  server.post({ id: serverId(NOON - 20_000), content: "too late" });
  server.start();
  await followed.until("late", () => followed.texts().length === 2);
  await followed.until("live", () => followed.only("live").length === 2);
  deepStrictEqual(followed.texts(), ["new", "late"]);
});

Deno.test("mastodonSource() notices in a gap that a recent post was changed", async () => {
  await using server = startMastodon();
  await using followed = followMastodon(server.host);
  await followed.until("live", () => followed.only("live").length === 1);
  const { id } = server.post({ content: "first" });
  await followed.until("first", () => followed.texts().length === 1);
  await server.stop();
  server.edit(id, "second");
  server.start();
  await followed.until("edit", () => followed.only("edit").length === 1);
  strictEqual(followed.only("edit")[0]!.post.text, "second");
  deepStrictEqual(followed.texts(), ["first"]);
});

Deno.test("mastodonSource() waits as long as the server asks for, and goes on", async () => {
  const limit = { requests: 3, windowMs: 1_000 };
  await using server = startMastodon({ limit });
  const texts = write(server, 1, 200);
  const position = server.statuses[0]!.id;
  await using followed = followMastodon(server.host, { position });
  await followed.until("live", () => followed.only("live").length === 1);
  deepStrictEqual(followed.texts(), texts.slice(1));
  strictEqual(followed.only("live")[0]!.recovered, true);
  const [down] = followed.only("down");
  match(down!.why, /limits requests \(429\)/);
  ok(down!.retryMs! > 500 && down!.retryMs! <= 1_000, `${down!.retryMs} ms`);
  const counted = server.requests.filter(({ path }) =>
    path === "/api/v1/timelines/public"
  );
  ok(counted.length <= 11, `${counted.length} requests`);
});

Deno.test("mastodonSource() does not give a gap up at the first refusal", async () => {
  await using server = startMastodon();
  const texts = write(server, 1, 3);
  let refusals = 0;
  server.intercept = ({ url }) =>
    url.includes("/timelines/") && refusals++ < 2
      ? new Response(null, { status: 404 })
      : undefined;
  const position = server.statuses[0]!.id;
  await using followed = followMastodon(server.host, { position });
  await followed.until("live", () => followed.only("live").length === 1);
  deepStrictEqual(followed.texts(), texts.slice(1));
  strictEqual(followed.only("live")[0]!.recovered, true);
});

Deno.test("mastodonSource() streams on where the archive stays closed, and says so", async () => {
  await using server = startMastodon();
  write(server, 1, 3);
  server.intercept = ({ url }) =>
    url.includes("/timelines/")
      ? Response.json({ error: "Not for you" }, { status: 403 })
      : undefined;
  const position = server.statuses[0]!.id;
  await using followed = followMastodon(server.host, { position });
  await followed.until("live", () => followed.only("live").length === 1);
  const [live] = followed.only("live");
  strictEqual(live!.recovered, false);
  match(live!.detail, /could not read what it missed before: .*Not for you/);
});

for (
  const [name, answer] of Object.entries({
    "an error": () => new Response("oh", { status: 502 }),
    "no JSON": () => new Response("<html>"),
    "no list": () => Response.json({ id: "1" }),
    "no ids": () => Response.json([{ id: {} }]),
  })
) {
  Deno.test(`mastodonSource() tries again where the archive answers ${name}`, async () => {
    await using server = startMastodon();
    const texts = write(server, 1, 3);
    let failures = 0;
    server.intercept = ({ url }) =>
      url.includes("min_id") && failures++ < 4 ? answer() : undefined;
    const position = server.statuses[0]!.id;
    await using followed = followMastodon(server.host, { position });
    await followed.until("live", () => followed.only("live").length === 1);
    deepStrictEqual(followed.texts(), texts.slice(1));
    strictEqual(followed.only("live")[0]!.recovered, true);
    ok(followed.only("down").length >= 4);
  });
}

Deno.test("mastodonSource() gives a gap up in the end, for the stream's sake", async () => {
  await using server = startMastodon();
  write(server, 1, 3);
  server.intercept = ({ url }) =>
    url.includes("min_id") ? new Response("", { status: 500 }) : undefined;
  const position = server.statuses[0]!.id;
  await using followed = followMastodon(server.host, { position });
  await followed.until("live", () => followed.only("live").length === 1);
  strictEqual(followed.only("live")[0]!.recovered, false);
  server.post({ content: "on" });
  await followed.until("on", () => followed.texts().includes("on"));
});

Deno.test("mastodonSource() ends at once while it waits for the archive", async () => {
  await using server = startMastodon();
  write(server, 1, 3);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.intercept = ({ url }) => {
    if (!url.includes("min_id")) return undefined;
    resolve();
    return new Response(new ReadableStream());
  };
  const position = server.statuses[0]!.id;
  await using followed = followMastodon(server.host, { position });
  await promise;
  await delay(20);
  ok(await followed.stop() < 500);
});
