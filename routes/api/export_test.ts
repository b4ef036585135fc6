import {
  deepStrictEqual,
  match,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import type { Pipeline } from "../../domain/pipeline/pipeline.ts";
import { SCORER_VERSION } from "../../domain/sentiment/model.ts";
import type { State } from "../../state.ts";
import { endpointContext } from "../../tests/support/endpoints.ts";
import { makePosts } from "../../tests/support/posts.ts";
import { handler } from "./export.ts";

const STORED = makePosts([1, 2, 3]);

async function ask(
  query: string,
  exportPosts: State["exportPosts"] = async function* () {
    yield* await Promise.resolve(STORED);
  },
): Promise<Response> {
  const readExtent = () => Promise.resolve({ from: 0, to: 3_600 });
  const ctx = endpointContext(`/api/export${query}`, {
    exportPosts,
    readExtent,
  });
  return await handler.GET(ctx);
}

Deno.test("GET /api/export answers NDJSON by itself", async () => {
  const response = await ask("?topic=trump&from=0&to=9");
  strictEqual(
    response.headers.get("content-type"),
    "application/x-ndjson; charset=utf-8",
  );
  const lines = (await response.text()).trimEnd().split("\n");
  deepStrictEqual(lines.map((line) => JSON.parse(line)), STORED);
});

Deno.test("GET /api/export answers CSV", async () => {
  const response = await ask("?topic=trump&format=csv&from=0&to=9");
  const disposition = response.headers.get("content-disposition")!;
  strictEqual(disposition.startsWith("attachment; filename="), true);
  const lines = (await response.text()).split("\r\n");
  strictEqual(lines.length, 5);
  strictEqual(lines[0]!.startsWith("seq,id,"), true);
});

Deno.test("GET /api/export answers CSV for Excel, which begins with its mark", async () => {
  const response = await ask("?topic=trump&format=csv-excel&from=0&to=9");
  const bytes = await response.bytes();
  deepStrictEqual([...bytes.slice(0, 6)], [
    0xef,
    0xbb,
    0xbf,
    ...bytesOf("seq"),
  ]);
});

const bytesOf = (text: string) => new TextEncoder().encode(text);

Deno.test("GET /api/export passes topic and range on", async () => {
  const asked: unknown[] = [];
  const response = await ask(
    "?topic=trump&from=5&to=9&sentiment=negative&term=link:a.b&lang=de&q=x",
    async function* (...args) {
      asked.push(...args.slice(0, 3));
      yield* await Promise.resolve([]);
    },
  );
  strictEqual(await response.text(), "");
  deepStrictEqual(asked, [
    "trump",
    { from: 5, to: 9 },
    { sentiment: "negative", site: "a.b", lang: "de", q: "x" },
  ]);
});

Deno.test("GET /api/export without a range is about everything stored", async () => {
  const asked: unknown[] = [];
  await ask("?topic=trump", async function* (...args) {
    asked.push(...args.slice(0, 3));
    yield* await Promise.resolve([]);
  });
  deepStrictEqual(asked, ["trump", { from: 0, to: 3_600 }, {}]);
});

Deno.test("GET /api/export fails before it answers if nothing can be read", async () => {
  // deno-lint-ignore require-yield
  const response = ask("?topic=trump&from=0&to=9", async function* () {
    await Promise.reject(new Error("the database is down"));
  });
  await rejects(response, /the database is down/);
});

Deno.test("GET /api/export says where posts come from, and how to cite them", async () => {
  const gap = { from: 6, to: 7, why: "no answer", recovered: false };
  const skipped = [{ reason: "duplicate", count: 3, lastDay: 1 }];
  const query = "topic=trump&from=5&to=9&q=a&zone=Europe/Berlin&format=csv";
  const response = await handler.GET(
    endpointContext(`/api/export?${query}&provenance=1`, {
      readSourceSeries: () =>
        Promise.resolve({ t: [0], sources: { demo: [3], x: [null] } }),
      readInterruptions: () =>
        Promise.resolve({ gaps: [{ ...gap, source: "x:" }], outages: [] }),
      readPipeline: () =>
        Promise.resolve({ storage: { skipped } } as unknown as Pipeline),
    }),
  );
  match(
    response.headers.get("content-disposition")!,
    /"freshet-trump-1970[^"]*\.provenance\.json"/,
  );
  const { created, software, scorer, citation, data, ...about } = await response
    .json();
  match(software, /^Freshet \d+\.\d+\.\d+$/);
  strictEqual(scorer.version, SCORER_VERSION);
  deepStrictEqual(
    Object.fromEntries(new URL(data).searchParams),
    Object.fromEntries(new URLSearchParams(query)),
  );
  for (const part of [software, "trump", "q=a", "demo, x", data]) {
    ok(citation.includes(part), part);
  }
  ok(citation.endsWith(`${created.slice(0, 10)}.`));
  deepStrictEqual(about, {
    topic: "trump",
    query: "trump",
    filter: { q: "a" },
    from: "1970-01-01T00:00:05Z",
    to: "1970-01-01T00:00:09Z",
    zone: "Europe/Berlin",
    sources: [{ source: "demo", posts: 3 }, { source: "x", posts: null }],
    gaps: [{ ...gap, source: "x:" }],
    outages: [],
    skipped: [{ reason: "duplicate", count: 3 }],
  });
});

const BAD: [query: string, expected: object][] = [
  ["?topic=", { parameter: "topic", value: "" }],
  ["?topic=trump&format=xml", { parameter: "format", value: "xml" }],
  ["?topic=trump&provenance=yes", { parameter: "provenance" }],
  ["?topic=trump&from=2&to=1", { parameter: "from" }],
  ["?topic=trump&term=x", { parameter: "term" }],
];

for (const [query, expected] of BAD) {
  Deno.test(`GET /api/export refuses "${query}"`, async () => {
    await rejects(ask(query), expected);
  });
}

Deno.test("GET /api/export ends its search when the client has left", async () => {
  const left = new AbortController();
  let signal: AbortSignal | undefined;
  const exportPosts: State["exportPosts"] = async function* (...args) {
    signal = args[3];
    yield* await Promise.resolve([]);
  };
  const path = "/api/export?topic=trump&from=0&to=9";
  const init = { signal: left.signal };
  await handler.GET(endpointContext(path, { exportPosts }, init));
  left.abort();
  strictEqual(signal?.aborted, true);
});
