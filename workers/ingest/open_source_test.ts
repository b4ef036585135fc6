import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { parseSourceUrl } from "../../domain/settings/source_url.ts";
import { writeLines } from "../../tests/support/read_sources.ts";
import { postLine } from "../../tests/support/post_files.ts";
import { createSource, type SourceParts } from "./open_source.ts";
import type { Source, SourceEvent } from "./sources/source.ts";

/** What sources get besides their addresses; one topic is paused. */
function parts(...slugs: string[]): SourceParts {
  const color = "#000000";
  const topics = slugs.map((slug) => ({
    slug,
    query: slug,
    color,
    active: true,
  }));
  const paused = { slug: "weasels", query: "weasels", color, active: false };
  return {
    topics: { current: [...topics, paused], onChange: () => () => {} },
    xToken: "secret",
    mastodonToken: "secret",
    xPostsPerDay: 1,
    handles: {
      read: () => Promise.resolve([]),
      find: () => Promise.resolve([]),
      write: () => Promise.resolve(),
      remove: () => Promise.resolve(),
      recentAuthors: () => Promise.resolve([]),
    },
    spending: {
      read: () => Promise.resolve(0),
      count: () => Promise.resolve(0),
    },
    log: () => {},
  };
}

async function take(source: Source, count: number): Promise<SourceEvent[]> {
  const stop = new AbortController();
  const events: SourceEvent[] = [];
  for await (const event of source.read(null, stop.signal)) {
    if (events.push(event) === count) break;
  }
  return events;
}

function textsOf(events: SourceEvent[]): string[] {
  return events.flatMap((e) => e.kind === "post" ? [e.post.text] : []);
}

Deno.test("createSource() reads a file as its address says", async () => {
  await using file = await writeLines([postLine("a")]);
  const url = `file:${file.path}?restamp=now&loop=1&rate=1000`;
  const source = createSource(parseSourceUrl(url), parts());
  strictEqual(source.key, `file:${file.path}`);
  const events = await take(source, 2);
  const posts = events.flatMap((e) => e.kind === "post" ? [e.post] : []);
  deepStrictEqual(posts.map(({ id }) => id), ["a", "a~2"]);
  ok(posts.every(({ createdMs }) => Date.now() - createdMs < 60_000));
});

Deno.test("createSource() opens nothing before it is read", () => {
  const source = createSource(parseSourceUrl("file:/nowhere/at/all"), parts());
  strictEqual(source.name, "file");
});

Deno.test("createSource() makes posts up about some words, by a seed", async () => {
  const make = () =>
    createSource(parseSourceUrl("demo:?seed=3"), parts("otters"));
  const texts = textsOf(await take(make(), 200));
  deepStrictEqual(textsOf(await take(make(), 200)), texts);
  ok(texts.some((text) => /otters/i.test(text)));
});

const KEYS: Record<string, string> = {
  "x:": "x:",
  "x://127.0.0.1:1": "x:",
  "bluesky:": "bluesky:",
  "bluesky://a,b": "bluesky:",
  "mastodon://a.example": "mastodon://a.example",
};

for (const [url, key] of Object.entries(KEYS)) {
  Deno.test(`createSource() makes ${key} of ${url}, and connects to nobody`, () => {
    strictEqual(createSource(parseSourceUrl(url), parts("otters")).key, key);
  });
}
