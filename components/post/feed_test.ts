import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Post } from "../../domain/schema/posts.ts";
import type { PostsQuestion } from "../../domain/request/posts.ts";
import { parsePostCursor, type PostPage } from "../../domain/post/search.ts";
import { makePosts, makeSnapshot } from "../../tests/support/posts.ts";
import type { LiveEvent } from "../live/stream.ts";
import { Throttle } from "../live/store.ts";
import { PostFeed } from "./feed.ts";
import type { FetchedPage } from "./fetch_posts.ts";

const ALL: PostsQuestion = { choice: {} };

/** A feed of stored posts that starts with the newest 50. */
function setUp(question = ALL, newest = 3, calmMs = 0) {
  const stored = range(1, newest);
  const server = { isAway: false };
  const asked: FetchedPage[] = [];
  const page = (seqs: number[], limit: number): PostPage => ({
    posts: makePosts(seqs.slice(0, limit)),
    next: seqs.length > limit ? String(seqs[limit - 1]) : null,
  });
  const painting = new Throttle(0);
  const feed = new PostFeed(
    "trump",
    question,
    page(stored.toReversed(), 50),
    {
      seq: newest,
      painting,
      searchMs: 0,
      calmMs,
      async fetch(_slug, _question, given, signal) {
        asked.push(given);
        signal.throwIfAborted();
        if (server.isAway) throw new Error("away");
        const { before = "99999", after = 0, limit } = given;
        const seqs = stored.filter((seq) =>
          seq < parsePostCursor(before)!.seq && seq > after
        );
        const answer = page(seqs.toReversed(), limit);
        await new Promise((resolve) => setTimeout(resolve, 0));
        return answer;
      },
    },
  );
  return {
    [Symbol.dispose]() {
      feed[Symbol.dispose]();
      painting[Symbol.dispose]();
    },
    feed,
    asked,
    stored,
    server,
    seqs: () => feed.list.value.posts.map(({ seq }) => seq),
    /** Waits for requests and throttled actions. */
    async settle() {
      for (let turn = 0; turn < 6; turn++) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    },
    /** Stores posts and sends them to the feed. */
    arrive(from: number, to: number, given: Partial<Post> = {}) {
      for (let seq = from; seq <= to; seq++) stored.push(seq);
      const posts = makePosts(range(from, to).toReversed())
        .map((post) => ({ ...post, ...given }));
      feed.receive(tick({ posts }));
    },
  };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function tick(topic: { posts?: Post[]; edited?: Post[] }): LiveEvent {
  return { type: "tick", cursor: "e:9", topics: new Map([["trump", topic]]) };
}

Deno.test("PostFeed shows new posts at once and once, newest first", async () => {
  using given = setUp();
  const { feed, arrive, seqs, settle } = given;
  arrive(4, 5);
  arrive(5, 6);
  await settle();
  deepStrictEqual(seqs(), [6, 5, 4, 3, 2, 1]);
  strictEqual(feed.list.value.next, null);
});

Deno.test("PostFeed puts a backdated post in its place, and none below its end", async () => {
  using given = setUp();
  const { feed, arrive, seqs, settle } = given;
  arrive(4, 4);
  arrive(5, 5, { createdAt: new Date(1_500).toISOString() });
  await settle();
  deepStrictEqual(seqs(), [4, 3, 2, 5, 1]);
  feed.list.value = { ...feed.list.value, next: "1000_1" };
  feed.hold("reading", true);
  arrive(6, 6, { createdAt: new Date(500).toISOString() });
  arrive(7, 7, { createdAt: new Date(2_500).toISOString() });
  await settle();
  strictEqual(feed.waiting.value, 1);
  feed.hold("reading", false);
  await settle();
  deepStrictEqual(seqs(), [4, 3, 7, 2, 5, 1]);
});

Deno.test("PostFeed delays further floods of posts, and shows all of them", async () => {
  using given = setUp(ALL, 3, 60);
  const { arrive, seqs, settle } = given;
  arrive(4, 30);
  await settle();
  strictEqual(seqs()[0], 30);
  arrive(31, 40);
  await settle();
  strictEqual(seqs()[0], 40);
  arrive(41, 70);
  await settle();
  strictEqual(seqs()[0], 40);
  while (seqs()[0] !== 70) await settle();
  deepStrictEqual(seqs(), range(31, 70).toReversed());
});

Deno.test("PostFeed shows only posts that match", async () => {
  using given = setUp({
    choice: { sentiment: "negative", lang: "de" },
    from: 5,
    to: 9,
  });
  const { arrive, seqs, settle } = given;
  const wanted = { sentiment: "negative", lang: "de" } as const;
  arrive(4, 9, wanted);
  arrive(7, 7, { sentiment: "negative" });
  arrive(10, 10, { ...wanted, createdAt: new Date(6_500).toISOString() });
  await settle();
  deepStrictEqual(
    seqs(),
    [8, 7, 10, 6, 5, 3, 2, 1],
  );
});

for (
  const choice of [{ term: { kind: "hashtag", term: "x" } }, {
    q: "x",
  }] as const
) {
  Deno.test(`PostFeed asks the server which new posts match ${JSON.stringify(choice)}`, async () => {
    using given = setUp({ choice });
    const { arrive, seqs, asked, settle } = given;
    arrive(4, 5);
    await settle();
    deepStrictEqual(seqs(), [5, 4, 3, 2, 1]);
    arrive(6, 6);
    await settle();
    deepStrictEqual(asked, [{ after: 3, limit: 100 }, {
      after: 5,
      limit: 100,
    }]);
  });
}

Deno.test("PostFeed holds posts back while the reader is further down, and counts them", async () => {
  using given = setUp();
  const { feed, arrive, seqs, settle } = given;
  feed.hold("reading", true);
  arrive(4, 5);
  await settle();
  deepStrictEqual([seqs().length, feed.waiting.value], [3, 2]);
  feed.receive({ type: "delete", cursor: "e:9", posts: [4, 2] });
  deepStrictEqual([seqs(), feed.waiting.value], [[3, 1], 1]);
  feed.hold("reading", false);
  deepStrictEqual([seqs(), feed.waiting.value], [[5, 3, 1], 0]);
  feed.hold("paused", true);
  arrive(6, 6);
  await settle();
  strictEqual(feed.waiting.value, 1);
  await feed.showNewest();
  strictEqual(seqs()[0], 6);
});

Deno.test("PostFeed loads back to the first post, keeps at most 300, and never leaves a gap", async () => {
  using given = setUp(ALL, 500);
  const { feed, arrive, seqs, settle } = given;
  feed.hold("reading", true);
  while (feed.list.value.next !== null) await feed.older();
  deepStrictEqual(seqs(), range(1, 300).toReversed());
  strictEqual(feed.list.value.isCut, true);
  feed.hold("reading", false);
  arrive(501, 502);
  await settle();
  deepStrictEqual([seqs()[0], feed.waiting.value], [300, 2]);
  await feed.showNewest();
  deepStrictEqual(seqs(), range(453, 502).toReversed());
  strictEqual(feed.list.value.next, "453");
});

Deno.test("PostFeed drops posts far down when new ones come, and can load them again", async () => {
  using given = setUp(ALL, 60);
  const { feed, arrive, seqs, settle } = given;
  arrive(61, 180);
  await settle();
  deepStrictEqual(seqs(), range(141, 180).toReversed());
  strictEqual(feed.list.value.next, "141000_141");
  await feed.older();
  deepStrictEqual(seqs(), range(91, 180).toReversed());
});

Deno.test("PostFeed updates edited posts, and removes those that no longer match", () => {
  using given = setUp({ choice: { sentiment: "positive" } });
  const { feed, seqs } = given;
  const [three, two] = makePosts([3, 2]) as [Post, Post];
  const edited = [{ ...three, text: "new" }, {
    ...two,
    sentiment: "neutral" as const,
  }];
  feed.receive(tick({ edited }));
  deepStrictEqual(seqs(), [3, 1]);
  strictEqual(feed.list.value.posts[0]!.text, "new");
});

Deno.test("PostFeed reloads after a snapshot", async () => {
  using given = setUp();
  const { feed, seqs, stored, settle } = given;
  const topics = new Map([["trump", makeSnapshot()]]);
  stored.push(4);
  feed.hold("reading", true);
  feed.receive({ type: "snapshot", cursor: "e:4", reset: false, topics });
  await settle();
  strictEqual(seqs()[0], 3);
  feed.hold("reading", false);
  await settle();
  strictEqual(seqs()[0], 4);
  stored.splice(0, 9, 1);
  feed.hold("reading", true);
  feed.receive({ type: "snapshot", cursor: "f:1", reset: true, topics });
  await settle();
  deepStrictEqual(seqs(), [1]);
});

Deno.test("PostFeed loses no post that arrives during a reload", async () => {
  using given = setUp();
  const { feed, arrive, seqs, settle } = given;
  const reloaded = feed.reload();
  arrive(4, 4);
  deepStrictEqual(seqs(), [3, 2, 1]);
  await reloaded;
  arrive(5, 5);
  await settle();
  deepStrictEqual(seqs(), [5, 4, 3, 2, 1]);
});

Deno.test("PostFeed keeps its list if a reload fails, and reloads with the next post", async () => {
  using given = setUp();
  const { feed, arrive, seqs, stored, server, settle } = given;
  stored.push(4);
  server.isAway = true;
  const reloaded = feed.reload();
  stored.splice(1, 1);
  feed.receive({ type: "delete", cursor: "e:9", posts: [2] });
  await reloaded;
  deepStrictEqual([seqs(), feed.phase.value], [[3, 1], "failed"]);
  server.isAway = false;
  arrive(5, 5);
  await settle();
  deepStrictEqual([seqs(), feed.phase.value], [[5, 4, 3, 1], "idle"]);
});

Deno.test("PostFeed retries only failed requests", async () => {
  using given = setUp(ALL, 60);
  const { feed, seqs, asked, server } = given;
  await feed.retry();
  deepStrictEqual(asked, []);
  server.isAway = true;
  await feed.older();
  server.isAway = false;
  await feed.retry();
  deepStrictEqual(seqs(), range(1, 60).toReversed());
  server.isAway = true;
  await feed.choose({ choice: { lang: "de" } });
  deepStrictEqual(seqs(), []);
  server.isAway = false;
  await feed.retry();
  deepStrictEqual([seqs().length, feed.phase.value], [50, "idle"]);
});

Deno.test("PostFeed reports a failed request, and clears the list of another question", async () => {
  using failing = new PostFeed(
    "trump",
    ALL,
    { posts: makePosts([1]), next: null },
    { fetch: () => Promise.reject(new Error("away")) },
  );
  await failing.choose({ choice: { lang: "de" } });
  strictEqual(failing.phase.value, "failed");
  deepStrictEqual(failing.list.value.posts, []);
});

Deno.test("PostFeed shows the answer to the newest question, whichever arrives first", async () => {
  const answers: ((page: PostPage) => void)[] = [];
  using feed = new PostFeed(
    "trump",
    ALL,
    { posts: [], next: null },
    { fetch: () => new Promise((resolve) => answers.push(resolve)) },
  );
  const first = feed.choose({ choice: { q: "a" } });
  const second = feed.choose({ choice: { q: "b" } });
  answers[1]!({ posts: makePosts([2]), next: null });
  answers[0]!({ posts: makePosts([1]), next: null });
  await Promise.all([first, second]);
  deepStrictEqual(feed.list.value.posts.map(({ seq }) => seq), [2]);
});

Deno.test("PostFeed keeps no more than a screenful for a reader who was away for long", async () => {
  using given = setUp();
  const { feed, arrive, seqs, settle } = given;
  feed.hold("reading", true);
  for (let seq = 4; seq <= 400; seq += 20) arrive(seq, seq + 19);
  await settle();
  strictEqual(feed.waiting.value, 100);
  feed.hold("reading", false);
  deepStrictEqual(seqs(), range(364, 403).toReversed());
  strictEqual(feed.list.value.next, "364000_364");
});

Deno.test("PostFeed reloads if more new posts contain a term than it requested", async () => {
  const term = { kind: "hashtag", term: "x" } as const;
  using given = setUp({ choice: { term } });
  const { feed, arrive, seqs, settle } = given;
  arrive(4, 203);
  await settle();
  deepStrictEqual(seqs(), range(154, 203).toReversed());
  strictEqual(feed.list.value.next, "154");
});

Deno.test("PostFeed ignores an older page that no longer follows its list", async () => {
  using given = setUp(ALL, 60);
  const { feed, arrive, seqs } = given;
  const older = feed.older();
  arrive(61, 180);
  await older;
  deepStrictEqual(seqs(), range(141, 180).toReversed());
});

Deno.test("PostFeed leaves no gap where waiting posts are deleted", async () => {
  using given = setUp();
  const { feed, arrive, seqs, settle } = given;
  feed.hold("reading", true);
  arrive(4, 203);
  await settle();
  feed.receive({ type: "delete", cursor: "e:9", posts: range(124, 203) });
  feed.hold("reading", false);
  deepStrictEqual(seqs(), range(104, 123).toReversed());
  strictEqual(feed.list.value.next, "104000_104");
});
