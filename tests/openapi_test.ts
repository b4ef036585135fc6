import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { openDatabase } from "../db/open.ts";
import { API_DOCUMENT } from "../domain/api/document.ts";
import { API_METHODS } from "../domain/api/open_api.ts";
import { TooManyViewersError } from "../live/feed.ts";
import main, { provideState } from "../main.ts";
import { buildPages } from "./support/pages.ts";
import { endpointContext } from "./support/endpoints.ts";
import {
  askEverything,
  changeTopics,
  createAsker,
  createJudge,
  type Judge,
  routesOf,
} from "./support/openapi.ts";
import { temporaryFolder } from "./support/temporary.ts";
import { retryUntil } from "./support/waiting.ts";
import { startProcess } from "./support/processes.ts";

const TOKEN = "correct horse";
const ROUTES = new URL("../routes/api/", import.meta.url);

const OPERATIONS = Object.entries(API_DOCUMENT.paths).flatMap(([path, item]) =>
  API_METHODS.flatMap((method) => {
    const operation = item[method];
    return operation ? [{ method, path, operation }] : [];
  })
);

Deno.test("the document's names lead somewhere, and its examples are what it says", () => {
  const { check } = createJudge(API_DOCUMENT);
  const ids = OPERATIONS.map(({ operation }) => operation.operationId);
  strictEqual(new Set(ids).size, ids.length);
  const text = JSON.stringify(API_DOCUMENT);
  for (const [, name] of text.matchAll(/#\/components\/schemas\/(\w+)/g)) {
    ok(name! in API_DOCUMENT.components.schemas, name!);
  }
  for (const { path, operation } of OPERATIONS) {
    const { parameters = [], requestBody, responses } = operation;
    const named = parameters.filter((one) => one.in === "path")
      .map(({ name }) => `{${name}}`);
    deepStrictEqual(named, path.match(/\{\w+\}/g) ?? []);
    for (const { name, schema, example } of parameters) {
      if (example !== undefined) check(schema, example, name);
    }
    const contents = [requestBody, ...Object.values(responses)]
      .flatMap((one) => Object.values(one?.content ?? {}));
    for (const media of contents) {
      const { schema, example, "x-line": line } = media;
      check(schema, example, `example of ${path}`);
      if (line) check(line, JSON.parse(String(example)), `a line of ${path}`);
    }
  }
});

Deno.test("every file of routes/api is described, and nothing else", async () => {
  const paths = (await Array.fromAsync(routesOf(ROUTES, "/api"))).sort();
  const described = Object.keys(API_DOCUMENT.paths)
    .filter((path) => path.startsWith("/api") && path !== "/api/topics/test");
  deepStrictEqual(paths, described.sort());
});

Deno.test("a server on demo posts answers as the document says, whatever it is asked", async () => {
  await buildPages();
  await using folder = await temporaryFolder();
  const url = `sqlite:${folder.path}/a.db`;
  await addGaps(url);
  await using started = await startProcess({
    SOURCE_URL: "demo:?seed=7&rate=100",
    DATABASE_URL: url,
    TRACK: "trump, climate",
    POLL_MS: "200",
    ADMIN_TOKEN: TOKEN,
  });
  const judge = createJudge(API_DOCUMENT);
  const asker = createAsker(new URL(started.url), judge);
  await retryUntil(async () => {
    const { posts } = await asker.get("/api/posts", { topic: "trump" });
    return posts.length >= 20;
  });

  for (const { method, path, operation } of OPERATIONS) {
    if (method !== "get") continue;
    await askEverything(asker, path, operation.parameters ?? []);
  }
  const { next } = await asker.get("/api/posts", { topic: "trump", limit: 1 });
  const older = await asker.get("/api/posts", { topic: "trump", before: next });
  ok(older.posts.length > 0, "`next` leads on");
  const { sources } = await asker.get("/api/series", {
    topic: "trump",
    by: "source",
  });
  ok(sources.demo.some((count: number) => count > 0));
  const { gaps } = await asker.get("/api/series", {
    topic: "trump",
    range: "24h",
  });
  strictEqual(gaps.length, 2);
  await assertMethods(new URL(started.url));
  await changeTopics(asker, TOKEN);
  await judgeUnavailable(judge);

  const described = OPERATIONS.flatMap(({ method, path, operation }) =>
    Object.keys(operation.responses).map((status) =>
      `${method} ${path} ${status}`
    )
  );
  deepStrictEqual([...judge.seen].sort(), described.sort());
});

/** No method is answered but those that are described. */
async function assertMethods(origin: URL): Promise<void> {
  for (const [path, item] of Object.entries(API_DOCUMENT.paths)) {
    if (path === "/api") continue;
    const response = await fetch(
      new URL(path.replace("{slug}", "trump"), origin),
      { method: "OPTIONS" },
    );
    const isTest = path === "/api/topics/test";
    const all = { ...item, ...(isTest && { patch: true, delete: true }) };
    const expected = Object.keys(all).map((method) => method.toUpperCase());
    deepStrictEqual(
      response.headers.get("allow")?.split(", ").sort(),
      [...expected, ...("get" in item ? ["HEAD"] : [])].sort(),
      path,
    );
  }
}

/** What only a server in trouble answers. */
async function judgeUnavailable({ judge }: Judge): Promise<void> {
  const { state } = endpointContext("/", {
    watch: () => {
      throw new TooManyViewersError(1);
    },
    findUnready: () => Promise.resolve([{ part: "database", reason: "away" }]),
  });
  provideState(Promise.resolve(state));
  for (const path of ["/api/stream", "/readyz"]) {
    const request = new Request(`http://127.0.0.1:8000${path}`);
    const response = await main.fetch(request);
    strictEqual(response.status, 503);
    await judge("get", path, response);
  }
}

/** One interruption that lasts, and one that was made good. */
async function addGaps(url: string): Promise<void> {
  await using db = await openDatabase(url);
  const source = "bluesky:";
  const fromMs = Date.now() - 3_600_000;
  await db.kysely.insertInto("gaps").values([
    {
      ...{ source, from_ms: fromMs, to_ms: fromMs + 60_000 },
      ...{ why: "no answer", recovered: 1 },
    },
    {
      ...{ source, from_ms: fromMs + 90_000, to_ms: null },
      ...{ why: "refused", recovered: 0 },
    },
  ]).execute();
}
