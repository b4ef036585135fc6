import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { HttpError } from "fresh";
import { TooManyViewersError } from "../live/feed.ts";
import main, { provideState } from "../main.ts";
import { buildPages } from "./support/pages.ts";
import { endpointContext } from "./support/endpoints.ts";
import { makePosts } from "./support/posts.ts";

/** A state that knows a few posts, serves no viewers and has a broken rollup. */
const { state } = endpointContext("/", {
  readPosts: (slug) =>
    slug === "trump"
      ? Promise.resolve({ posts: makePosts([2, 1]), next: null })
      : Promise.reject(new HttpError(404, `Unknown topic "${slug}"`)),
  readTerms: () => Promise.reject(new Error("secret detail")),
  readExtent: () => Promise.resolve({ from: 0, to: 7_200 }),
  async *exportPosts() {
    yield* await Promise.resolve(makePosts([1, 2]));
  },
  watch: () => {
    throw new TooManyViewersError(1);
  },
  findUnready: () => Promise.resolve([{ part: "database", reason: "away" }]),
  readMetrics: () => Promise.resolve("posts_total 2\n"),
  log: () => {},
});

let built: Promise<void> | undefined;

async function ask(path: string, init?: RequestInit): Promise<Response> {
  provideState(Promise.resolve(state));
  await (built ??= buildPages());
  return await main.fetch(new Request(`http://127.0.0.1:8000${path}`, init));
}

Deno.test("GET /api/topics answers through the whole app", async () => {
  const response = await ask("/api/topics");
  strictEqual(response.status, 200);
  strictEqual(response.headers.get("cache-control"), "no-store");
  deepStrictEqual(await response.json(), await state.listTopics());
});

const ERRORS: [method: string, path: string, status: number, error: RegExp][] =
  [
    ["GET", "/api/nothing/here", 404, /^No endpoint at "\/api\/nothing/],
    ["GET", "/api/api", 404, /^No endpoint at "\/api\/api"$/],
    ["POST", "/api/nothing", 404, /^No endpoint at/],
    ["GET", "/api/(_shared)/get_only", 404, /^No endpoint at/],
    ["GET", "/api/posts?topic=nobody", 404, /^Unknown topic "nobody"$/],
    ["GET", "/api/posts?topic=trump&limit=0", 400, /^limit must .* "0"$/],
    ["POST", "/api/posts?topic=trump", 405, /^Method POST is not allowed/],
    ["DELETE", "/api/stream", 405, /^Method DELETE is not allowed/],
    ["GET", "/api/stream", 503, /^Too many viewers/],
    ["GET", "/api/terms?topic=trump&kind=lang", 503, /^Not ready yet/],
    ["POST", "/healthz", 405, /^Method POST is not allowed/],
  ];

for (const [method, path, status, error] of ERRORS) {
  Deno.test(`${method} ${path} answers ${status} in JSON`, async () => {
    const response = await ask(path, { method });
    strictEqual(response.status, status);
    match(response.headers.get("content-type") ?? "", /^application\/json/);
    const body = await response.json();
    deepStrictEqual(Object.keys(body), ["error"]);
    match(body.error, error);
  });
}

Deno.test("HEAD /api/posts answers like GET, without the body", async () => {
  const path = "/api/posts?topic=trump";
  const response = await ask(path, { method: "HEAD" });
  strictEqual(response.status, 200);
  strictEqual(response.headers.get("content-type"), "application/json");
  strictEqual(await response.text(), "");
});

Deno.test("OPTIONS /api/posts says what is allowed", async () => {
  const response = await ask("/api/posts", { method: "OPTIONS" });
  strictEqual(response.status, 204);
  strictEqual(response.headers.get("allow"), "GET, HEAD");
});

for (const path of ["/nothing", "/compare"]) {
  Deno.test(`GET ${path} leaves no link to "/" for Fresh to mark as current`, async () => {
    const html = await (await ask(path)).text();
    const links = html.match(/<a [^>]*href="\/"[^>]*>/g) ?? [];
    ok(links.length > 0);
    for (const link of links) match(link, / aria-current="false"/);
  });
}

const PLAIN: [path: string, status: number, type: RegExp, body: RegExp][] = [
  ["/healthz", 200, /^application\/json/, /^\{"ok":true\}$/],
  ["/readyz", 503, /^application\/json/, /"unreachable":\["database"\]/],
  ["/metrics", 200, /^text\/plain; version=/, /^posts_total 2\n$/],
  [
    "/api/export?topic=trump",
    200,
    /^application\/x-ndjson/,
    /^\{.*\}\n\{.*\}\n$/,
  ],
  [
    "/api/export?topic=trump&format=csv",
    200,
    /^text\/csv/,
    /^seq,.*\r\n1,.*\r\n2,.*\r\n$/,
  ],
];

for (const [path, status, type, body] of PLAIN) {
  Deno.test(`GET ${path} answers ${status}`, async () => {
    const response = await ask(path);
    strictEqual(response.status, status);
    match(response.headers.get("content-type") ?? "", type);
    strictEqual(response.headers.get("x-content-type-options"), "nosniff");
    match(await response.text(), body);
  });
}
