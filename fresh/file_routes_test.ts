import { deepStrictEqual, equal, throws } from "node:assert/strict";
import { h } from "preact";
import { App } from "./app.ts";
import { NO_BUILD, type RouteFile } from "./build.ts";
import { type Context, HttpError, page, type PageProps } from "./context.ts";

/** An app with these files in its routes folder. */
function withRoutes(modules: Record<string, RouteFile["module"]>) {
  const app = new App<{ seen?: string[] }>().fsRoutes();
  const routes = Object.entries(modules)
    .map(([path, module]) => ({ path, module }));
  app.build = { ...NO_BUILD, routes };
  const handle = app.handler();
  return (path: string, init?: RequestInit) =>
    handle(new Request(`http://localhost${path}`, init));
}

const FILES = [
  "index.ts",
  "a/index.ts",
  "a/b.ts",
  "a/[id].ts",
  "a/[...rest].ts",
  "a/b-[id].ts",
  "[x]/b.ts",
  "feed.xml.ts",
];

const PATHS: [path: string, file: string, params: Record<string, string>][] = [
  ["/", "index.ts", {}],
  ["/a", "a/index.ts", {}],
  ["/a/", "a/index.ts", {}],
  ["/a/b", "a/b.ts", {}],
  ["/a/c", "a/[id].ts", { id: "c" }],
  ["/a/b-7", "a/b-[id].ts", { id: "7" }],
  ["/a/c/d", "a/[...rest].ts", { rest: "c/d" }],
  ["/a/%C3%A9%2F", "a/[id].ts", { id: "é%2F" }],
  ["/a/%E0%A4%A", "a/[id].ts", { id: "%E0%A4%A" }],
  ["/c/b", "[x]/b.ts", { x: "c" }],
  ["/feed.xml", "feed.xml.ts", {}],
];

for (const [path, file, params] of PATHS) {
  Deno.test(`App.fsRoutes() answers ${path} with ${file}`, async () => {
    const modules = FILES.map((file) => {
      const handler = ({ params }: Context<unknown>) =>
        Response.json([file, params]);
      return [file, { handler }];
    });
    for (const entries of [modules, modules.toReversed()]) {
      const response = await withRoutes(Object.fromEntries(entries))(path);
      deepStrictEqual(await response.json(), [file, params]);
    }
  });
}

Deno.test("App.fsRoutes() refuses methods that a path lacks, and names those that it has", async () => {
  const ask = withRoutes({
    "api.ts": { handlers: { POST: () => new Response("posted") } },
    "page.tsx": { default: () => null },
    "[x].ts": { handler: { DELETE: () => new Response("deleted") } },
  });
  equal(await (await ask("/api", { method: "POST" })).text(), "posted");
  equal(await (await ask("/api", { method: "DELETE" })).text(), "deleted");
  const cases = [["/api", "POST, DELETE"], ["/page", "GET, DELETE"]] as const;
  for (const [path, allow] of cases) {
    for (const [method, status] of [["PATCH", 405], ["OPTIONS", 204]]) {
      const response = await ask(path, { method: String(method) });
      equal(response.status, status);
      equal(response.headers.get("allow"), allow);
    }
  }
});

Deno.test("App.fsRoutes() answers HEAD by GET, unless a file has its own", async () => {
  const GET = () => new Response("", { headers: { by: "get" } });
  const HEAD = () => new Response("", { headers: { by: "head" } });
  const ask = withRoutes({
    "a.ts": { handler: { GET } },
    "b.ts": { handler: { GET, HEAD } },
  });
  for (const [path, by] of [["/a", "get"], ["/b", "head"]] as const) {
    equal((await ask(path, { method: "HEAD" })).headers.get("by"), by);
  }
});

Deno.test("App.fsRoutes() answers every method by a handler that is a function", async () => {
  const handler = ({ req }: Context<unknown>) => new Response(req.method);
  const ask = withRoutes({ "index.ts": { handler } });
  for (const method of ["GET", "POST", "PATCH", "OPTIONS", "REPORT"]) {
    equal(await (await ask("/", { method })).text(), method);
  }
});

Deno.test("App.fsRoutes() runs _middleware files from outside in, and only below them", async () => {
  const note = (name: string) => (ctx: Context<{ seen?: string[] }>) => {
    ctx.state.seen = [...ctx.state.seen ?? [], name];
    return ctx.next();
  };
  const handler = (ctx: Context<{ seen?: string[] }>) =>
    Response.json(ctx.state.seen);
  const ask = withRoutes({
    "_middleware.ts": { default: note("root") },
    "a/_middleware.ts": { handler: [note("a1"), note("a2")] },
    "[x]/_middleware.ts": { handlers: note("x") },
    "[x]/c.ts": { handler },
    "a/b.ts": { handler },
    "ab.ts": { handler },
  });
  deepStrictEqual(await (await ask("/a/b")).json(), ["root", "a1", "a2"]);
  deepStrictEqual(await (await ask("/1/c")).json(), ["root", "x"]);
  deepStrictEqual(await (await ask("/ab")).json(), ["root"]);
});

Deno.test("App.fsRoutes() shows the nearest _error, with the status of the error", async () => {
  const handler = () => Promise.reject(new HttpError(409));
  const ask = withRoutes({
    "_app.tsx": { default: ({ Component }: PageProps) => h(Component, null) },
    "_error.tsx": { default: ({ error }: PageProps) => `outer ${error}` },
    "a/_error.tsx": { handler: () => page(), default: () => "inner" },
    "a/x.ts": { handler },
    "x.ts": { handler: { POST: handler } },
  });
  const cases = [
    ["/x", "POST", 409, "outer HttpError"],
    ["/x", "GET", 405, "outer HttpError"],
    ["/nowhere", "GET", 404, "outer HttpError"],
    ["/a/x", "GET", 409, "inner"],
  ] as const;
  for (const [path, method, status, text] of cases) {
    const response = await ask(path, { method });
    equal(response.status, status);
    equal(await response.text(), `<!DOCTYPE html>${text}`);
  }
});

Deno.test("App.fsRoutes() shows _error outside of the middlewares of its own folder", async () => {
  const note = (name: string) => async (ctx: Context<unknown>) => {
    const response = await ctx.next();
    response.headers.set("seen", name);
    return response;
  };
  const failed = { handler: () => new Response("failed") };
  const handler = () => Promise.reject(new HttpError(400));
  const ask = withRoutes({
    "_middleware.ts": { default: note("root") },
    "_error.ts": failed,
    "x.ts": { handler },
    "a/_middleware.ts": { default: note("a") },
    "a/_error.ts": failed,
    "a/x.ts": { handler },
  });
  equal((await ask("/x")).headers.get("seen"), null);
  equal((await ask("/a/x")).headers.get("seen"), "root");
});

const BROKEN: [file: string, module: RouteFile["module"], message: RegExp][] = [
  ["a.ts", { other: 1 }, /Could not find relevant exports in routes\/a\.ts/],
  ["a.ts", { default: () => {}, config: {} }, /the config of routes\/a\.ts/],
  [
    "a.ts",
    { handler: () => {}, handlers: {} },
    /routes\/a\.ts: both handler and handlers/,
  ],
  ["[[a]].ts", { handler: () => {} }, /stray bracket/],
  ["(a)/b.ts", { handler: () => {} }, /stray bracket/],
  ["_layout.ts", { default: () => {} }, /unknown name or exports/],
  ["_404.ts", { default: () => {} }, /unknown name or exports/],
  ["_app.ts", { handler: () => {} }, /unknown name or exports/],
  ["_what.ts", { default: () => {} }, /unknown name or exports/],
  ["_middleware.ts", { handler: { GET: () => {} } }, /unknown name or exports/],
  [
    "_middleware.ts",
    { default: () => {}, handlers: [] },
    /_middleware\.ts: default and a handler/,
  ],
  [
    "_app.ts",
    { default: () => {}, handler: () => {} },
    /_app\.ts: default and a handler/,
  ],
];

for (const [file, module, message] of BROKEN) {
  Deno.test(`App.fsRoutes() refuses ${file} when ${message.source}`, () => {
    throws(() => withRoutes({ [file]: module }), message);
  });
}
