import { strictEqual } from "node:assert/strict";
import type { Asker } from "./create_asker.ts";
import type { ApiMethod } from "./judge_answers.ts";

/** All that can be done with topics, and how it can fail. */
export async function changeTopics(
  { ask }: Asker,
  token: string,
): Promise<void> {
  const headers = {
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
  };
  const slug = "tea";
  const send = async (
    [method, path]: readonly [ApiMethod, string],
    status: number,
    init: RequestInit & { params?: Record<string, string> } = {},
  ) => {
    const { params = {}, ...rest } = init;
    const request = { slug, params, init: { headers, ...rest } };
    const answer = await ask(method, path, request);
    strictEqual(answer.status, status, JSON.stringify(answer.body));
  };
  const add = ["post", "/api/topics"] as const;
  const change = ["patch", "/api/topics/{slug}"] as const;
  const remove = ["delete", "/api/topics/{slug}"] as const;
  const test = ["post", "/api/topics/test"] as const;
  const query = JSON.stringify({ query: "tea OR trump" });

  await send(test, 200, { body: query });
  await send(change, 404, { body: query });
  await send(remove, 404);
  await send(add, 201, { body: JSON.stringify({ slug, query: "tea" }) });
  await send(add, 409, { body: JSON.stringify({ slug, query: "tea" }) });
  await send(change, 200, { body: query });
  for (const one of [add, change, test]) {
    await send(one, 400, { body: '{"query":"(tea"}' });
    await send(one, 400, { body: '{"queries":1}' });
    await send(one, 400, { body: "{" });
    await send(one, 413, { body: `"${"a".repeat(70_000)}"` });
    const { authorization } = headers;
    await send(one, 415, { body: query, headers: { authorization } });
  }
  await send(remove, 400, { params: { purge: "yes" } });
  await send(remove, 200, { params: { purge: "1" } });
  for (const one of [add, change, test, remove]) {
    const body = one === remove ? null : query;
    const foreign = { ...headers, origin: "https://example.com" };
    await send(one, 403, { body, headers: foreign });
    await send(one, 401, { body, headers: { "content-type": "text/plain" } });
  }
  const wrong = { ...headers, authorization: "Bearer wrong" };
  while (true) {
    const { status } = await ask(...add, {
      init: { body: query, headers: wrong },
    });
    if (status === 429) break;
    strictEqual(status, 401);
  }
  for (const one of [change, test, remove]) {
    await send(one, 429, { body: one === remove ? null : query });
  }
}
