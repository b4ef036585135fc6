import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { TopicAdmin } from "../../../state.ts";
import { adminContext } from "../../../tests/support/endpoints.ts";
import { handler } from "./[slug].ts";

type Method = keyof typeof handler;

/** Asks for a topic by a method, and returns what was to be done. */
async function ask(
  method: Method,
  path: string,
  body?: unknown,
): Promise<{ response: Response; asked: unknown[] }> {
  const asked: unknown[] = [];
  const admin: Partial<TopicAdmin> = {
    change(slug, change, address) {
      strictEqual(address, "192.0.2.1");
      asked.push(slug, change);
      const rest = { query: "x", color: "#000000", active: true, posts: 0 };
      return Promise.resolve({ slug, ...rest, lastPostAt: null, ...change });
    },
    remove(slug, options, address) {
      strictEqual(address, "192.0.2.1");
      asked.push(slug, options);
      return Promise.resolve({ posts: 7 });
    },
    test(query) {
      asked.push(query);
      return Promise.resolve({ matched: 0, of: 3, examples: [] });
    },
  };
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const ctx = adminContext(`/api/topics/${path}`, admin, { method, ...init });
  type Context = Parameters<typeof handler.GET>[0];
  const response = await handler[method](ctx as Context);
  return { response, asked };
}

for (const slug of ["trump", "test", "東京"]) {
  Deno.test(`PATCH /api/topics/${slug} changes the topic`, async () => {
    const { response, asked } = await ask("PATCH", slug, { active: false });
    deepStrictEqual(asked, [slug, { active: false }]);
    strictEqual((await response.json()).active, false);
  });
}

const REMOVALS: [path: string, purge: boolean][] = [
  ["trump", false],
  ["trump?purge=0", false],
  ["trump?purge=1", true],
  ["test?purge=1", true],
];

for (const [path, purge] of REMOVALS) {
  Deno.test(`DELETE /api/topics/${path} says what went`, async () => {
    const { response, asked } = await ask("DELETE", path);
    const slug = path.split("?")[0];
    deepStrictEqual(asked, [slug, { purge }]);
    deepStrictEqual(await response.json(), { slug, posts: 7, purged: purge });
  });
}

Deno.test("DELETE /api/topics/:slug purges only when it is told so clearly", async () => {
  await rejects(ask("DELETE", "trump?purge=yes"), {
    name: "ParameterError",
    message: 'purge must be one of 0, 1: current value is "yes"',
  });
});

Deno.test("POST /api/topics/test tries a query", async () => {
  const { response, asked } = await ask("POST", "test", { query: "Cat" });
  deepStrictEqual(asked, [{ kind: "word", word: "cat" }]);
  deepStrictEqual(await response.json(), { matched: 0, of: 3, examples: [] });
});

const BAD: [method: Method, path: string, body: unknown, expected: object][] = [
  ["PATCH", "trump", {}, { name: "FieldError" }],
  ["PATCH", "trump", { query: "a OR" }, { position: 2 }],
  ["POST", "test", {}, { message: /^query must be a text/ }],
  ["POST", "test", { query: "x", slug: "x" }, { message: /no field "slug"/ }],
  ["POST", "test", { query: "" }, { position: 0 }],
];

for (const [method, path, body, expected] of BAD) {
  Deno.test(`${method} /api/topics/${path} refuses ${JSON.stringify(body)}`, async () => {
    await rejects(ask(method, path, body), expected);
  });
}

const ALLOWED: [path: string, allow: string][] = [
  ["trump", "PATCH, DELETE"],
  ["test", "POST, PATCH, DELETE"],
];

for (const [path, allow] of ALLOWED) {
  Deno.test(`/api/topics/${path} allows ${allow}, and no other method`, async () => {
    for (const method of ["GET", "HEAD", "PUT"] as const) {
      const { response } = await ask(method, path);
      strictEqual(response.status, 405);
      strictEqual(response.headers.get("allow"), allow);
    }
    const { response } = await ask("OPTIONS", path);
    strictEqual(response.headers.get("allow"), allow);
  });
}
