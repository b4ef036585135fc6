import { deepStrictEqual, equal, throws } from "node:assert/strict";
import { h } from "preact";
import { App } from "../app.ts";
import type { Context } from "../context.ts";
import { HttpError } from "../http_error.ts";
import { NO_BUILD, type RouteFile } from "../load_build.ts";
import type { PageProps } from "../types.ts";

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

const frame = (id: string) => ({ Component }: PageProps) =>
  h("p", { id }, h(Component, null));

const FILES = [
  "index.ts",
  "a/index.ts",
  "a/b.ts",
  "a/[id].ts",
  "a/[...rest].ts",
  "a/b-[id].ts",
  "(group)/in.ts",
  "[x]/b.ts",
  "feed.xml.ts",
];

const PATHS: [path: string, file: string, params: Record<string, string>][] = [
  ["/", "index.ts", {}],
  ["/a", "a/index.ts", {}],
  ["/a/b", "a/b.ts", {}],
  ["/a/c", "a/[id].ts", { id: "c" }],
  ["/a/b-7", "a/b-[id].ts", { id: "7" }],
  ["/a/c/d", "a/[...rest].ts", { rest: "c/d" }],
  ["/in", "(group)/in.ts", {}],
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

Deno.test("App.fsRoutes() refuses methods that a file lacks", async () => {
  const ask = withRoutes({
    "api.ts": { handlers: { POST: () => new Response("posted") } },
    "page.tsx": { default: () => null },
  });
  equal(await (await ask("/api", { method: "POST" })).text(), "posted");
  for (const [path, allow] of [["/api", "POST"], ["/page", "GET"]] as const) {
    const response = await ask(path, { method: "DELETE" });
    deepStrictEqual([response.status, response.headers.get("allow")], [
      405,
      allow,
    ]);
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
    "(group)/_middleware.ts": { handlers: note("group") },
    "(group)/in.ts": { handler },
    "a/b.ts": { handler },
    "out.ts": { handler },
  });
  deepStrictEqual(await (await ask("/a/b")).json(), ["root", "a1", "a2"]);
  deepStrictEqual(await (await ask("/in")).json(), ["root", "group"]);
  deepStrictEqual(await (await ask("/out")).json(), ["root"]);
});

Deno.test("App.fsRoutes() shows _error and _404 with the status of the error", async () => {
  const ask = withRoutes({
    "_error.tsx": { default: ({ error }: Context<unknown>) => String(error) },
    "_404.tsx": { default: () => "lost" },
    "only_post.ts": { handler: { POST: () => new Response() } },
  });
  const failed = await ask("/only_post");
  equal(failed.status, 405);
  equal((await failed.text()).includes("HttpError"), true);
  const lost = await ask("/nowhere");
  equal(lost.status, 404);
  equal((await lost.text()).includes("lost"), true);
});

Deno.test("App.fsRoutes() shows _error within the layouts of its own folder", async () => {
  const ask = withRoutes({
    "_layout.tsx": { default: frame("outer") },
    "_error.tsx": { default: () => "failed" },
    "a/_layout.tsx": {
      default: frame("inner"),
      config: { skipInheritedLayouts: true },
    },
    "a/b.ts": { handler: () => Promise.reject(new HttpError(400)) },
  });
  const html = await (await ask("/a/b")).text();
  equal(html.includes('<body><p id="outer">failed</p></body>'), true);
});

Deno.test("App.fsRoutes() takes the pattern of a file from its config", async () => {
  const ask = withRoutes({
    "a.ts": {
      handler: (ctx: Context<unknown>) => Response.json(ctx.params),
      config: { routeOverride: "/x/:y" },
    },
  });
  deepStrictEqual(await (await ask("/x/1")).json(), { y: "1" });
  equal((await ask("/a")).status, 404);
});

const BROKEN: [file: string, module: RouteFile["module"], message: RegExp][] = [
  ["a.ts", { other: 1 }, /Could not find relevant exports in routes\/a\.ts/],
  ["[[a]].ts", { handler: () => {} }, /stray bracket/],
  ["_layout.ts", { handler: () => {} }, /unknown name or exports/],
  ["_what.ts", { default: () => {} }, /unknown name or exports/],
  ["_middleware.ts", { handler: { GET: () => {} } }, /unknown name or exports/],
];

for (const [file, module, message] of BROKEN) {
  Deno.test(`App.fsRoutes() refuses ${file} when ${message.source}`, () => {
    throws(() => withRoutes({ [file]: module }), message);
  });
}
