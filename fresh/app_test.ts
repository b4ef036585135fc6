import { deepStrictEqual, equal } from "node:assert/strict";
import { App } from "./app.ts";
import { HttpError } from "./http_error.ts";
import { page } from "./page.ts";
import type { Middleware } from "./types.ts";

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

const say = (text: string): Middleware<State> => () => new Response(text);

/** Notes its name before and after what it wraps. */
const note = (name: string): Middleware<State> => async (ctx) => {
  ctx.state.seen = [...ctx.state.seen ?? [], name];
  const response = await ctx.next();
  response.headers.append("seen", name);
  return response;
};

const tellSeen: Middleware<State> = (ctx) =>
  Response.json(ctx.state.seen ?? []);

Deno.test("App answers with the first route that was told for a path", async () => {
  const app = new App<State>().get("/a", say("1")).get("/a", say("2"));
  equal(await read(app, "/a"), "1");
});

Deno.test("App prefers exact paths to patterns told before", async () => {
  const app = new App<State>().get("/:x", say("pattern")).get("/a", say("a"));
  equal(await read(app, "/a"), "a");
  equal(await read(app, "/b"), "pattern");
});

Deno.test("App takes a path with and without a slash at its end", async () => {
  const app = new App<State>().get("/a", say("a")).get("/", say("root"));
  equal(await read(app, "/a/"), "a");
  equal(await read(app, "/"), "root");
});

Deno.test("App takes runs of slashes in a path for one", async () => {
  const app = new App<State>().get("/a/b", (ctx) => ctx.redirect(ctx.url.href));
  const response = await ask(app, "//a///b?c=//d");
  equal(response.headers.get("location"), "http://localhost/a/b?c=//d");
});

Deno.test("ctx.params holds decoded values, in which a slash stays escaped", async () => {
  const app = new App<State>().get(
    "/:x/:rest*",
    (ctx) => Response.json([ctx.params, ctx.route]),
  );
  const cases = [
    ["/%C3%A9%2F", { x: "é%2F", rest: "" }],
    ["/a/b/c", { x: "a", rest: "b/c" }],
    ["/%E0%A4%A", { x: "%E0%A4%A", rest: "" }],
  ] as const;
  for (const [path, params] of cases) {
    deepStrictEqual(JSON.parse(await read(app, path)), [params, "/:x/:rest*"]);
  }
});

Deno.test("App answers HEAD as GET, without the body", async () => {
  let isCancelled = false;
  const app = new App<State>().get("/", () => {
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

Deno.test("App refuses methods that a path lacks, and names those that it has", async () => {
  const app = new App<State>().use(note("around"))
    .get("/a", say("")).post("/a", say("")).delete("/:x", say(""));
  for (const [method, status] of [["PATCH", 405], ["OPTIONS", 204]] as const) {
    const response = await ask(app, "/a", { method });
    equal(response.status, status);
    equal(response.headers.get("allow"), "GET, POST, DELETE");
  }
  equal((await ask(app, "/a", { method: "DELETE" })).status, 200);
});

Deno.test("App.all() answers every method", async () => {
  const app = new App<State>().all("/", (ctx) => new Response(ctx.req.method));
  for (const method of ["GET", "POST", "PATCH", "OPTIONS", "REPORT"]) {
    equal(await (await ask(app, "/", { method })).text(), method);
  }
});

Deno.test("App runs root middlewares for a path that nobody knows", async () => {
  const response = await ask(
    new App<State>().use(async (ctx) => {
      const cause = await ctx.next().catch((error: HttpError) => error);
      return Response.json([(cause as HttpError).status, ctx.route]);
    }),
    "/nowhere",
  );
  deepStrictEqual(await response.json(), [404, null]);
});

Deno.test("App.use() wraps what is told later below its path, from outside in", async () => {
  const app = new App<State>()
    .get("/early", tellSeen)
    .use("/a", note("a"))
    .use(note("1"), note("2"))
    .get("/a", tellSeen)
    .get("/a/b", note("own"), tellSeen)
    .get("/ab", tellSeen);
  deepStrictEqual(JSON.parse(await read(app, "/early")), []);
  deepStrictEqual(JSON.parse(await read(app, "/a")), ["1", "2", "a"]);
  deepStrictEqual(JSON.parse(await read(app, "/a/b")), ["1", "2", "a", "own"]);
  deepStrictEqual(JSON.parse(await read(app, "/ab")), ["1", "2"]);
});

Deno.test("ctx.next() of the last handler finds nothing", async () => {
  const app = new App<State>().get("/", (ctx) => ctx.next());
  equal((await ask(app, "/")).status, 404);
});

Deno.test("App tells clients the message of an HttpError, and of no other", async () => {
  const app = new App<State>()
    .get("/known", () => {
      throw new HttpError(418, "short and stout");
    })
    .get("/bare", () => Promise.reject(new HttpError(403)));
  equal(await read(app, "/known"), "short and stout");
  equal(await read(app, "/bare"), "Forbidden");
  equal(await read(app, "/nowhere"), "Not Found");
});

Deno.test("App hides and reports what nobody expected", async (t) => {
  const reported: unknown[] = [];
  const { error } = console;
  console.error = (problem: unknown) => reported.push(problem);
  const secret = new Error("secret");
  try {
    await t.step("thrown", async () => {
      const app = new App<State>().get("/", () => Promise.reject(secret));
      const response = await ask(app, "/");
      equal(response.status, 500);
      equal(await response.text(), "Internal server error");
      deepStrictEqual(reported.splice(0), [secret]);
    });
    await t.step("no Response", async () => {
      const nothing = (() => undefined) as unknown as Middleware<State>;
      equal((await ask(new App<State>().get("/", nothing), "/")).status, 500);
      equal(reported.splice(0).length, 1);
    });
    await t.step("by an error page", async () => {
      const app = new App<State>()
        .onError("*", ({ error }) => Response.json(error === secret))
        .get("/", () => Promise.reject(secret));
      equal(await read(app, "/"), "true");
      deepStrictEqual(reported.splice(0), [secret]);
    });
  } finally {
    console.error = error;
  }
});

Deno.test("App.onError() answers with the nearest error page, and the error's status", async () => {
  const fail = () => Promise.reject(new HttpError(409));
  const app = new App<State>()
    .onError("*", { handler: () => page(), component: () => "outer" })
    .onError("/a", { component: () => "inner" })
    .get("/x", fail)
    .get("/a/x", fail);
  const lost = await ask(app, "/nowhere");
  equal(lost.status, 404);
  equal((await lost.text()).includes("<body>outer</body>"), true);
  for (const [path, text] of [["/x", "outer"], ["/a/x", "inner"]] as const) {
    const response = await ask(app, path);
    equal(response.status, 409);
    equal((await response.text()).includes(`<body>${text}</body>`), true);
  }
});

Deno.test("App.onError() answers outside of the middlewares of its own path", async () => {
  const app = new App<State>()
    .use(note("root"))
    .onError("*", say("failed"))
    .use("/a", note("a"))
    .onError("/a", say("failed below"))
    .get("/x", () => Promise.reject(new HttpError(400)))
    .get("/a/x", () => Promise.reject(new HttpError(400)));
  equal((await ask(app, "/x")).headers.get("seen"), null);
  equal((await ask(app, "/a/x")).headers.get("seen"), "root");
});

Deno.test("App.notFound() answers 404s before any error page", async () => {
  const app = new App<State>()
    .notFound({ component: () => "lost" })
    .onError("*", say("failed"))
    .onError("/a", say("failed below"))
    .get("/a/:x", () => Promise.reject(new HttpError(404)))
    .get("/bad", () => Promise.reject(new HttpError(400)));
  for (const path of ["/nowhere", "/a/1"]) {
    const response = await ask(app, path);
    equal(response.status, 404);
    equal((await response.text()).includes("lost"), true);
  }
  equal(await read(app, "/bad"), "failed");
});

Deno.test("ctx.redirect() leads nowhere else by slashes", async () => {
  const cases = [
    ["//evil.example/a//b?c=//d", "/evil.example/a/b?c=//d"],
    ["/a#//b", "/a#//b"],
    ["https://example.com//a", "https://example.com//a"],
  ] as const;
  for (const [to, location] of cases) {
    const app = new App<State>().get("/", (ctx) => ctx.redirect(to));
    const { status, headers } = await ask(app, "/");
    deepStrictEqual([status, headers.get("location")], [302, location]);
  }
});

Deno.test("App.listen() serves until its signal aborts", async () => {
  const stop = new AbortController();
  const opened = Promise.withResolvers<number>();
  const ended = new App<State>().get("/", say("here")).listen({
    hostname: "127.0.0.1",
    port: 0,
    signal: stop.signal,
    onListen: ({ port }) => opened.resolve(port),
  });
  const response = await fetch(`http://127.0.0.1:${await opened.promise}/`);
  equal(await response.text(), "here");
  stop.abort();
  await ended;
});
