import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { endpointContext } from "../tests/support/endpoints.ts";
import { makePosts, makeSnapshot, makeWindow } from "../tests/support/posts.ts";
import { handler } from "./compare.tsx";

async function get(query: string) {
  const snapshot = makeSnapshot({ posts: makePosts([2, 1]) });
  const context = endpointContext(`/compare${query}`, {
    readExtent: () => Promise.resolve({ from: 0, to: 3_600 }),
    readInterruptions: () => Promise.resolve({ gaps: [], outages: [] }),
    readSnapshot: (slugs = []) =>
      Promise.resolve({
        cursor: "e:50",
        reset: false,
        topics: Object.fromEntries(slugs.map((slug) => [slug, snapshot])),
      }),
    readSeries: (topic) =>
      Promise.resolve({ ...makeWindow([1, 2], 890), topic }),
  });
  type Context = Parameters<typeof handler.GET>[0];
  return await handler.GET(context as unknown as Context);
}

async function getPage(query: string) {
  const answer = await get(query);
  ok(!(answer instanceof Response));
  return answer;
}

Deno.test("GET /compare gives the page each topic in the order asked for, and no posts", async () => {
  const { data, status } = await getPage("?topics=climate,trump&scale=indexed");
  strictEqual(status, 200);
  const { topics, series, snapshots, address } = data.compared!;
  deepStrictEqual(topics.map(({ slug }) => slug), ["climate", "trump"]);
  deepStrictEqual(Object.keys(series), ["climate", "trump"]);
  deepStrictEqual(snapshots.trump!.posts, []);
  strictEqual(address, "/compare?topics=climate,trump&scale=indexed");
});

Deno.test("GET /compare leads from what a form sends to an address that can be read", async () => {
  const answer = await get("?topics=climate&topics=trump&range=1h");
  ok(answer instanceof Response);
  strictEqual(answer.status, 302);
  strictEqual(
    answer.headers.get("location"),
    "/compare?topics=climate,trump&range=1h",
  );
});

Deno.test("GET /compare asks what to compare where nothing is asked for", async () => {
  const { data, status } = await getPage("");
  deepStrictEqual([status, data.compared, data.problem], [200, null, null]);
});

Deno.test("GET /compare says which topic there is not, and keeps the others chosen", async () => {
  const { data, status } = await getPage("?topics=trump,nope");
  strictEqual(status, 404);
  strictEqual(data.problem, 'Unknown topic "nope"');
  deepStrictEqual(data.chosen, ["trump"]);
});

Deno.test("GET /compare refuses a scale and a range that are none", async () => {
  await rejects(get("?topics=trump&scale=log"), { status: 400 });
  await rejects(get("?topics=trump&range=2h"), { status: 400 });
});
