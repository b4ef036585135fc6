import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { buildPages, numberedPosts, writePosts } from "./support/pages.ts";
import {
  readEvents,
  type ServerEvent,
  takeEvents,
} from "./support/endpoints.ts";
import { temporaryFolder } from "./support/temporary.ts";
import { BROWSER, openBrowser, watchPage } from "./support/browser.ts";
import { retryUntil } from "./support/waiting.ts";
import {
  type StartedProcess,
  startProcess,
  startRole,
} from "./support/processes.ts";

const TOKEN = "correct horse";
const IN_TIME = { timeoutMs: 5_000 };

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // deno-lint-ignore no-explicit-any
  readonly body: any;
}

/** A pipeline that reads a file of posts about cats and dogs by turns, for ever. */
interface Running extends AsyncDisposable {
  readonly started: StartedProcess;
  readonly env: Record<string, string>;
  /** Asks the API with the token, unless other headers are given. */
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
}

async function run(env: Record<string, string> = {}): Promise<Running> {
  await buildPages();
  await using resources = new AsyncDisposableStack();
  const folder = resources.use(await temporaryFolder());
  const path = `${folder.path}/posts.ndjson`;
  const textOf = (i: number) => `a good ${i % 2 ? "cat" : "dog"}, number ${i}`;
  await writePosts(path, numberedPosts(400, textOf));
  const all = {
    SOURCE_URL: `file:${path}?restamp=now&rate=100&loop=1`,
    DATABASE_URL: `sqlite:${folder.path}/a.db`,
    TRACK: "cat",
    POLL_MS: "200",
    ADMIN_TOKEN: TOKEN,
    ...env,
  };
  const started = resources.use(await startProcess(all));
  const moved = resources.move();
  return {
    started,
    env: all,
    async ask(method, path, body, headers) {
      const response = await fetch(new URL(path, started.url), {
        method,
        headers: {
          authorization: `Bearer ${TOKEN}`,
          ...(body !== undefined && { "content-type": "application/json" }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const { status } = response;
      return { status, headers: response.headers, body: await response.json() };
    },
    [Symbol.asyncDispose]: () => moved.disposeAsync(),
  };
}

/** The live stream of a process, until it is left. */
async function watch(
  { started }: Running,
  query = "",
): Promise<AsyncGenerator<ServerEvent>> {
  const url = new URL(`api/stream${query}`, started.url);
  const { body } = await fetch(url);
  return readEvents(body!);
}

function hasPostsOf(slug: string) {
  return (taken: readonly ServerEvent[]) =>
    taken.some(({ data }) => data.topics?.[slug]?.posts?.length > 0);
}

Deno.test("a topic that is added, changed and removed is so everywhere within 5 s", async () => {
  await using running = await run();
  const { ask } = running;
  const all = await watch(running);
  const [first] = await takeEvents(all, (taken) => taken.length === 1);
  deepStrictEqual(Object.keys(first!.data.topics), ["cat"]);

  const added = await ask("POST", "/api/topics", { query: "dog" });
  strictEqual(added.status, 201);
  deepStrictEqual({ ...added.body, color: "" }, {
    slug: "dog",
    query: "dog",
    color: "",
    active: true,
    title: null,
    description: null,
    posts: 0,
    lastPostAt: null,
  });
  const came = await takeEvents(all, hasPostsOf("dog"));
  const told = came.find(({ event }) => event === "snapshot")!;
  deepStrictEqual(Object.keys(told.data.topics), ["cat", "dog"]);
  strictEqual(told.data.reset, false);

  const change = { query: '"number 7"', color: "#123456" };
  const changed = await ask("PATCH", "/api/topics/dog", change);
  deepStrictEqual([changed.status, changed.body.query], [200, '"number 7"']);
  await takeEvents(
    all,
    (taken) =>
      taken.some(({ data }) => data.topics.dog?.about?.color === "#123456"),
  );

  const own = await watch(running, "?topic=dog");
  await takeEvents(own, (taken) => taken.length === 1);
  const gone = await ask("DELETE", "/api/topics/dog");
  strictEqual(gone.status, 200);
  deepStrictEqual({ ...gone.body, posts: 0 }, {
    slug: "dog",
    posts: 0,
    purged: false,
  });
  ok(gone.body.posts > 0);
  for (const events of [all, own]) {
    await takeEvents(events, (taken) => {
      const last = taken.at(-1);
      return last?.event === "snapshot" && !("dog" in last.data.topics);
    });
    await events.return(undefined);
  }
  const { body: topics } = await ask("GET", "/api/topics");
  deepStrictEqual(topics.map(({ slug }: { slug: string }) => slug), ["cat"]);
  strictEqual((await ask("GET", "/api/series?topic=dog")).status, 404);
  strictEqual((await ask("PATCH", "/api/topics/dog", change)).status, 404);
});

Deno.test("a topic that is paused takes in nothing, and goes on where it is resumed", async () => {
  await using running = await run();
  const { ask } = running;
  const count = async () =>
    (await ask("GET", "/api/topics")).body[0].posts as number;
  await retryUntil(async () => ok(await count() > 0), IN_TIME);
  const paused = await ask("PATCH", "/api/topics/cat", { active: false });
  strictEqual(paused.body.active, false);
  const rest = await retryUntil(async () => {
    const before = await count();
    await new Promise((resolve) => setTimeout(resolve, 700));
    strictEqual(await count(), before);
    return before;
  }, IN_TIME);
  await ask("PATCH", "/api/topics/cat", { active: true });
  await retryUntil(async () => ok(await count() > rest), IN_TIME);
});

Deno.test("a query is tried on what is stored, and errors have their place", async () => {
  await using running = await run();
  const { ask } = running;
  await retryUntil(async () => {
    const tried = await ask("POST", "/api/topics/test", { query: "good -dog" });
    strictEqual(tried.status, 200);
    ok(tried.body.matched > 0);
    strictEqual(tried.body.matched, tried.body.of);
    match(tried.body.examples[0].text, /cat/);
  }, IN_TIME);
  const wrong = await ask("POST", "/api/topics/test", { query: "a (b" });
  deepStrictEqual([wrong.status, wrong.body], [400, {
    error: 'Cannot read query: unmatched "(", at character 3',
    position: 2,
  }]);
});

const BAD: [
  method: string,
  path: string,
  body: unknown,
  status: number,
  error: RegExp,
][] = [
  [
    "POST",
    "/api/topics",
    { query: "x".repeat(10_000) },
    400,
    /10000 characters/,
  ],
  ["POST", "/api/topics", { query: "x", slug: "../x" }, 400, /^slug must be/],
  ["POST", "/api/topics", { query: "cat" }, 409, /"cat"/],
  ["POST", "/api/topics", { query: "x", no: 1 }, 400, /no field "no"/],
  ["POST", "/api/topics", ["x"], 400, /^The body must be a JSON object/],
  ["POST", "/api/topics", "x".repeat(70_000), 413, /at most 65536 bytes/],
  ["PATCH", "/api/topics/cat", { color: "red" }, 400, /^color must be/],
  ["PATCH", "/api/topics/..%2Fx", { active: true }, 404, /^Unknown topic/],
  ["PATCH", "/api/topics/nope", { active: true }, 404, /"nope"/],
  ["DELETE", "/api/topics/nope", undefined, 404, /"nope"/],
  ["DELETE", "/api/topics/cat?purge=x", undefined, 400, /^purge must be/],
  ["PUT", "/api/topics/cat", {}, 405, /use PATCH, DELETE$/],
];

Deno.test("what cannot be done with topics is a clear error, and changes nothing", async () => {
  await using running = await run();
  const { ask } = running;
  for (const [method, path, body, status, error] of BAD) {
    const answer = await ask(method, path, body);
    const name = `${method} ${path}`;
    strictEqual(answer.status, status, name);
    match(answer.body.error, error, name);
  }
  const form = { "content-type": "application/x-www-form-urlencoded" };
  strictEqual((await ask("POST", "/api/topics", {}, form)).status, 415);
  const foreign = { origin: "https://evil.example" };
  strictEqual((await ask("POST", "/api/topics", {}, foreign)).status, 403);
  const { body: topics } = await ask("GET", "/api/topics");
  deepStrictEqual(topics.map(({ slug }: { slug: string }) => slug), ["cat"]);
});

Deno.test("wrong tokens change nothing, and are limited; the right one is not", async () => {
  await using running = await run();
  const { ask } = running;
  const withToken = (authorization: string) =>
    ask("POST", "/api/topics", { query: "dog" }, { authorization });
  const none = await withToken("");
  strictEqual(none.status, 401);
  match(none.headers.get("www-authenticate")!, /^Bearer/);
  for (let i = 0; i < 10; i++) {
    strictEqual((await withToken(`Bearer guess ${i}`)).status, 401);
  }
  const { status, headers } = await withToken("Bearer guess");
  strictEqual(status, 429);
  ok(Number(headers.get("retry-after")) > 50);
  strictEqual((await ask("GET", "/api/topics")).body.length, 1);
  strictEqual((await withToken(`Bearer ${TOKEN}`)).status, 201);
});

Deno.test("nobody changes topics where there is no token", async () => {
  await using running = await run({ ADMIN_TOKEN: "" });
  const { status, body } = await running.ask("DELETE", "/api/topics/cat");
  strictEqual(status, 403);
  deepStrictEqual(body, { error: "read-only: ADMIN_TOKEN is not set" });
});

Deno.test("topics are changed on the command line while everything runs", async () => {
  await using running = await run();
  const { ask, env } = running;
  async function topics(...args: string[]) {
    await using role = startRole("topics", env, args);
    return await role.output;
  }
  const added = await topics("add", "pets=cat OR dog");
  deepStrictEqual([added.code, added.stdout], [0, "added pets: cat OR dog"]);
  await retryUntil(async () => {
    const { body } = await ask("GET", "/api/topics");
    ok(body[1].posts > 0);
  }, IN_TIME);
  const listed = await topics("list");
  match(listed.stdout, /^pets +active +\d+ .* cat OR dog$/m);
  const wrong = await topics("edit", "pets", "(cat");
  deepStrictEqual([wrong.code, wrong.stdout], [1, ""]);
  match(wrong.stderr, /unmatched "\(", at character 1\n {2}\(cat\n {2}\^$/);
  const unsure = await topics("remove", "pets");
  strictEqual(unsure.code, 1);
  match(unsure.stderr, /^Archive pets\? Its [\d,]+ posts .* add --yes$/);
  strictEqual((await topics("foo")).code, 2);
  const removed = await topics("remove", "pets", "--purge", "--yes");
  match(removed.stdout, /^deleted pets and its [\d,]+ posts$/);
  strictEqual((await ask("GET", "/api/topics")).body.length, 1);
});

/** Runs the task on a terminal where a person types `answer`. */
async function typeAnswer(
  env: Record<string, string>,
  args: string,
  answer: string,
): Promise<{ code: number; shown: string }> {
  const child = new Deno.Command("/usr/bin/script", {
    args: ["-qec", `${Deno.execPath()} task -q topics ${args}`, "/dev/null"],
    cwd: new URL("..", import.meta.url),
    env,
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const keys = child.stdin.getWriter();
  await keys.write(new TextEncoder().encode(`${answer}\n`));
  const { code, stdout } = await child.output();
  await keys.close().catch(() => {}); // the terminal may be gone before its keys
  return { code, shown: new TextDecoder().decode(stdout) };
}

Deno.test("removing a topic asks on a terminal", async () => {
  await using running = await run();
  const { ask, env } = running;
  await ask("POST", "/api/topics", { query: "dog" });
  const no = await typeAnswer(env, "remove dog", "n");
  strictEqual(no.code, 1, no.shown);
  match(no.shown, /Archive dog\? Its [\d,]+ posts are kept, .* \[y\/N\]/);
  match(no.shown, /Nothing was changed/);
  strictEqual((await ask("GET", "/api/topics")).body.length, 2);
  const yes = await typeAnswer(env, "remove dog", "y");
  strictEqual(yes.code, 0, yes.shown);
  match(yes.shown, /archived dog with its/);
  strictEqual((await ask("GET", "/api/topics")).body.length, 1);
});

Deno.test("pages follow topics without a reload", BROWSER, async () => {
  await using running = await run();
  const { ask, started } = running;
  await using browser = await openBrowser();
  const [index, own] = [await browser.newPage(), await browser.newPage()];
  const complaints = await watchPage(index);
  await index.goto(started.url);
  await ask("POST", "/api/topics", { slug: "pets", query: "dog OR cat" });
  await index.locator('.cards a[href="/t/pets"]').waitFor({ timeout: 5_000 });
  await index.locator('nav a[href="/t/pets"]').waitFor({ timeout: 5_000 });
  await own.goto(`${started.url}t/pets`);
  await own.locator("#posts li").first().waitFor({ timeout: 5_000 });
  await own.locator('[data-status="live"]').waitFor();
  await ask("DELETE", "/api/topics/pets");
  await own.getByText("was removed").waitFor({ timeout: 5_000 });
  for (const rest of [".ranges", ".snippet", '.tabs [href="/t/pets"]']) {
    strictEqual(await own.locator(rest).isVisible(), false, rest);
  }
  ok(await own.locator('.tabs [href="/t/cat"]').isVisible());
  await index.locator('.cards a[href="/t/pets"]')
    .waitFor({ state: "detached", timeout: 5_000 });
  await index.locator('.cards a[href="/t/cat"]').waitFor();
  deepStrictEqual(complaints, []);
});
