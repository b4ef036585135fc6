import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { followMastodon } from "../../../../tests/support/read_sources.ts";
import {
  type MastodonServer,
  startMastodon,
} from "../../../../tests/support/fakes/mastodon_server.ts";
import type { MastodonFeeds } from "../../../../domain/settings/source_url.ts";
import type { TrackedTopic } from "../topic_watch.ts";
import { mastodonSource } from "./mastodon.ts";

const CLOSED = {
  live_feeds: { local: "public", remote: "disabled" },
  hashtag_feeds: { local: "public", remote: "disabled" },
};
const CATS = [{ name: "cats" }];
const DOGS = [{ name: "dogs" }];

/** Waits until the source has connected to so many streams. */
async function untilLive(
  followed: ReturnType<typeof followMastodon>,
  server: MastodonServer,
  streams = 1,
): Promise<void> {
  await followed.until("live", () => followed.only("live").length > 0);
  strictEqual(server.streams.count, streams);
}

const SHOWS_NONE =
  /^127\.0\.0\.1:\d+ shows no federated timeline: try a local timeline, a hashtag or a list/;

Deno.test("mastodonSource() says that a server shows no federated timeline", async () => {
  await using server = startMastodon({ access: CLOSED });
  await using followed = followMastodon(server.host);
  await followed.until("down", () => followed.only("down").length > 0);
  match(followed.only("down")[0]!.why, SHOWS_NONE);
  strictEqual(followed.only("live").length, 0);
});

Deno.test("mastodonSource() takes the first refusal of the timeline for its end", async () => {
  await using server = startMastodon();
  server.intercept = ({ url }) =>
    url.includes("/timelines/")
      ? Response.json({ error: "Not allowed" }, { status: 403 })
      : undefined;
  await using followed = followMastodon(server.host);
  await followed.until("down", () => followed.only("down").length > 0);
  const [down] = followed.only("down");
  match(down!.why, SHOWS_NONE);
  match(down!.why, /\(403: Not allowed\)$/);
  strictEqual(followed.only("live").length, 0);
});

const FEEDS: [MastodonFeeds, texts: string[]][] = [
  [{}, ["near #cats", "far #cats", "far #dogs"]],
  [{ timeline: "local" }, ["near #cats"]],
  [{ tags: ["cats"] }, ["near #cats", "far #cats"]],
  [{ list: "7" }, ["near #cats", "far #cats", "far #dogs"]],
];

for (const form of ["sse", "websocket"] as const) {
  for (const [feeds, texts] of FEEDS) {
    const what = JSON.stringify(feeds);
    Deno.test(`mastodonSource() reads ${what} by ${form}, also what it missed`, async () => {
      await using server = startMastodon({ forms: [form] });
      const { id: position } = server.post({ content: "before" });
      const far = { acct: "bob@far.example" };
      server.post({ content: "near #cats", tags: CATS });
      await using followed = followMastodon(server.host, { feeds, position });
      await untilLive(followed, server);
      server.post({ content: "far #cats", tags: CATS, account: far });
      server.post({ content: "far #dogs", tags: DOGS, account: far });
      await followed.until(
        "all",
        () => followed.texts().length === texts.length,
      );
      deepStrictEqual(followed.texts(), texts);
    });
  }
}

Deno.test("mastodonSource() reads several hashtags as one source, each post once", async () => {
  await using server = startMastodon({ access: CLOSED });
  const feeds = { tags: ["cats", "dogs"] };
  await using followed = followMastodon(server.host, { feeds });
  await untilLive(followed, server, 2);
  server.post({ content: "both", tags: [...CATS, ...DOGS] });
  server.post({ content: "dogs", tags: DOGS });
  server.post({ content: "cows", tags: [{ name: "cows" }] });
  server.post({ content: "end", tags: CATS });
  await followed.until("end", () => followed.texts().includes("end"));
  await followed.until("three", () => followed.texts().length === 3);
  deepStrictEqual(followed.texts().sort(), ["both", "dogs", "end"]);
  strictEqual(followed.only("live").length, 1);
  match(followed.only("live")[0]!.detail, /#cats/);
});

Deno.test("mastodonSource() keeps its position while one of its hashtags cannot be read", async () => {
  await using server = startMastodon();
  server.intercept = ({ url }) =>
    url.includes("dogs") ? new Response(null, { status: 503 }) : undefined;
  const { id: position } = server.post({ content: "before", tags: CATS });
  const feeds = { tags: ["cats", "dogs"] };
  await using followed = followMastodon(server.host, { feeds, position });
  await followed.until("down", () => followed.only("down").length > 0);
  await followed.until("stream", () => server.streams.count === 1);
  server.post({ content: "missed", tags: DOGS });
  const { id } = server.post({ content: "seen", tags: CATS });
  await followed.until("seen", () => followed.texts().includes("seen"));
  strictEqual(followed.only("post").at(-1)!.position, position);
  strictEqual(followed.only("live").length, 0);
  match(followed.only("down")[0]!.why, /^#dogs: /);
  server.intercept = () => undefined;
  await untilLive(followed, server, 2);
  ok(followed.texts().includes("missed"));
  server.post({ content: "end", tags: CATS });
  await followed.until("end", () => followed.texts().includes("end"));
  const last = followed.only("post").at(-1)!.position;
  ok(last !== position && last !== id, `${last}`);
});

Deno.test("mastodonSource() follows the hashtags of the topics", async () => {
  await using server = startMastodon();
  const changes = new Set<() => void>();
  const topic = (query: string): TrackedTopic => ({
    ...{ slug: query.slice(1, 5), query, active: true },
  });
  const topics = {
    current: [topic("plain -#cows")] as TrackedTopic[],
    onChange(callback: () => void) {
      changes.add(callback);
      return () => changes.delete(callback);
    },
  };
  const feeds = { timeline: "topics" } as const;
  await using followed = followMastodon(server.host, { feeds, topics });
  await followed.until("none", () => followed.only("down").length > 0);
  const [none] = followed.only("down");
  match(none!.why, /^No active topic has a hashtag$/);
  strictEqual(none!.retryMs, null);
  topics.current = [topic("(#Cats OR #dogs) lang:en")];
  for (const callback of changes) callback();
  await untilLive(followed, server, 2);
  server.post({ content: "cats", tags: CATS });
  await followed.until("cats", () => followed.texts().includes("cats"));
});

for (
  const [feeds, key] of [
    [undefined, "mastodon://a.example"],
    [{ timeline: "local" }, "mastodon://a.example?timeline=local"],
    [{ tags: ["cats", "dogs"] }, "mastodon://a.example?tag=cats,dogs"],
    [{ list: "7" }, "mastodon://a.example?list=7"],
  ] as const
) {
  Deno.test(`mastodonSource() keeps its position under ${key}`, () => {
    const options = { host: "A.example", token: "", ...(feeds && { feeds }) };
    strictEqual(mastodonSource(options).key, key);
  });
}
