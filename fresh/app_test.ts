import { deepStrictEqual, equal } from "node:assert/strict";
import { mock } from "node:test";
import { App } from "./app.ts";
import { NO_BUILD, type RouteFile } from "./build.ts";
import { HttpError, type Middleware } from "./context.ts";

interface State {
  seen: string[];
}

function ask(
  app: App<State>,
  path: string,
  init?: RequestInit,
): Promise<Response> {
  return app.handler()(new Request(`http://localhost${path}`, init));
}

async function read(app: App<State>, path: string): Promise<string> {
  return await (await ask(app, path)).text();
}

const note = (name: string): Middleware<State> => (ctx) => {
  ctx.state.seen = [...ctx.state.seen ?? [], name];
  return ctx.next();
};

/** An app with an index that answers by `handler`, and these other files. */
function withIndex(
  handler: Middleware<State>,
  files: Record<string, RouteFile["module"]> = {},
): App<State> {
  const app = new App<State>();
  const routes = Object.entries({ ...files, "index.ts": { handler } })
    .map(([path, module]) => ({ path, module }));
  app.build = { ...NO_BUILD, routes };
  return app;
}

Deno.test("App treats runs of slashes in a path as one", async () => {
  const app = new App<State>().use((ctx) => new Response(ctx.url.href));
  equal(await read(app, "//a///b?c=//d"), "http://localhost/a/b?c=//d");
});

Deno.test("App gives handlers the address of the client", async () => {
  const app = new App<State>()
    .use(({ info }) => Response.json(info.remoteAddr));
  const remoteAddr = {
    transport: "tcp" as const,
    hostname: "192.0.2.1",
    port: 7,
  };
  const info = { remoteAddr, completed: Promise.resolve() };
  const request = new Request("http://localhost/");
  const response = await app.handler()(request, info);
  deepStrictEqual(await response.json(), remoteAddr);
  equal((await ask(app, "/")).status, 200);
});

Deno.test("App answers HEAD without the body", async () => {
  let isCancelled = false;
  const app = new App<State>().use(() => {
    const cancel = () => {
      isCancelled = true;
    };
    return new Response(new ReadableStream({ cancel }), {
      headers: { a: "1" },
    });
  });
  const response = await ask(app, "/", { method: "HEAD" });
  deepStrictEqual([response.status, response.body], [200, null]);
  deepStrictEqual([response.headers.get("a"), isCancelled], ["1", true]);
});

Deno.test("App runs middlewares for an unknown path", async () => {
  const response = await ask(
    new App<State>().use(async (ctx) => {
      const cause = await ctx.next().catch((error: HttpError) => error);
      return Response.json([(cause as HttpError).status, ctx.params]);
    }),
    "/nowhere",
  );
  deepStrictEqual(await response.json(), [404, {}]);
});

Deno.test("App.use() wraps later registrations, from outside in", async () => {
  const app = withIndex((ctx) => Response.json(ctx.state.seen))
    .use(note("1"), note("2")).use(note("3")).fsRoutes().use(note("late"));
  deepStrictEqual(JSON.parse(await read(app, "/")), ["1", "2", "3"]);
});

Deno.test("App.use() does not wrap error pages", async () => {
  const files = { "_error.ts": { handler: () => new Response("failed") } };
  const app = withIndex(() => Promise.reject(new HttpError(400)), files)
    .use(async (ctx) => {
      const response = await ctx.next();
      response.headers.set("seen", "yes");
      return response;
    })
    .fsRoutes();
  const response = await ask(app, "/");
  equal(await response.text(), "failed");
  equal(response.headers.get("seen"), null);
});

Deno.test("ctx.next() of the last handler finds nothing", async () => {
  const app = withIndex((ctx) => ctx.next()).fsRoutes();
  equal((await ask(app, "/")).status, 404);
});

Deno.test("App tells clients the message of an HttpError", async () => {
  const known = new HttpError(418, "short and stout");
  const app = new App<State>().use(() => Promise.reject(known));
  equal(await read(app, "/"), "short and stout");
  const bare = new App<State>().use(() => Promise.reject(new HttpError(403)));
  equal(await read(bare, "/"), "Forbidden");
  equal(await read(new App<State>(), "/nowhere"), "Not Found");
});

Deno.test("App hides unexpected errors, and logs those that no error page takes", async (t) => {
  const console = mock.method(globalThis.console, "error", () => {});
  const takeLogged = () => {
    const logged = console.mock.calls.map((call) => call.arguments[0]);
    console.mock.resetCalls();
    return logged;
  };
  const secret = new Error("secret");
  const fail = () => Promise.reject(secret);
  try {
    await t.step("thrown", async () => {
      const response = await ask(new App<State>().use(fail), "/");
      equal(response.status, 500);
      equal(await response.text(), "Internal server error");
      deepStrictEqual(takeLogged(), [secret]);
    });
    await t.step("no Response", async () => {
      const nothing = (() => undefined) as unknown as Middleware<State>;
      equal((await ask(new App<State>().use(nothing), "/")).status, 500);
      equal(takeLogged().length, 1);
    });
    await t.step("by an error page", async () => {
      const handler: Middleware<State> = ({ error }) =>
        Response.json(error === secret);
      const app = withIndex(fail, { "_error.ts": { handler } }).fsRoutes();
      equal(await read(app, "/"), "true");
      deepStrictEqual(takeLogged(), []);
    });
    await t.step("by an error page that fails itself", async () => {
      const other = new Error("other");
      const handler = () => Promise.reject(other);
      const app = withIndex(fail, { "_error.ts": { handler } }).fsRoutes();
      equal(await read(app, "/"), "Internal server error");
      deepStrictEqual(takeLogged(), [other]);
    });
  } finally {
    console.mock.restore();
  }
});
