import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { NewTopic } from "../../../domain/topic/try_query.ts";
import { adminContext } from "../../../tests/support/endpoints.ts";
import { handler } from "./index.ts";

Deno.test("GET /api/topics answers all topics to everybody", async () => {
  const refused = () => ({ kind: "refused" }) as const;
  const ctx = adminContext("/api/topics", { admit: refused });
  const response = await handler.GET(ctx);
  deepStrictEqual(await response.json(), await ctx.state.listTopics());
});

/** Posts a topic to a database that makes every topic. */
async function post(body: unknown): Promise<[Response, NewTopic[]]> {
  const added: NewTopic[] = [];
  const ctx = adminContext("/api/topics", {
    add(topic) {
      added.push(topic);
      const rest = { color: "#000000", active: true, posts: 0 };
      return Promise.resolve({ ...rest, ...topic, lastPostAt: null });
    },
  }, { method: "POST", body: JSON.stringify(body) });
  return [await handler.POST(ctx), added];
}

Deno.test("POST /api/topics makes a topic and answers it", async () => {
  const [response, added] = await post({ query: "Café au lait" });
  strictEqual(response.status, 201);
  const topic = { query: "Café au lait", slug: "café-au-lait" };
  deepStrictEqual(added, [topic]);
  deepStrictEqual(await response.json(), {
    ...topic,
    color: "#000000",
    active: true,
    posts: 0,
    lastPostAt: null,
  });
});

const BAD: [body: unknown, expected: object][] = [
  [{ query: "x", slug: "../x" }, { name: "FieldError" }],
  [{ query: "(x" }, { name: "QuerySyntaxError", position: 0 }],
];

for (const [body, expected] of BAD) {
  Deno.test(`POST /api/topics refuses ${JSON.stringify(body)}`, async () => {
    await rejects(post(body), expected);
  });
}

Deno.test("POST /api/topics reads nothing of who has no token", async () => {
  const ctx = adminContext("/api/topics", {
    admit: () => ({ kind: "refused" }),
  }, { method: "POST", body: "{" });
  strictEqual((await handler.POST(ctx)).status, 401);
  strictEqual(ctx.req.bodyUsed, false);
});
