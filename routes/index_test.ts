import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { stepSeconds } from "../domain/series/buckets.ts";
import { endpointContext } from "../tests/support/endpoints.ts";
import { makePosts, makeSnapshot, unscored } from "../tests/support/posts.ts";
import { handler } from "./index.tsx";

async function get(query = "") {
  const asked: string[] = [];
  const context = endpointContext(`/${query}`, {
    readInterruptions: () => Promise.resolve({ gaps: [], outages: [] }),
    readSnapshot: () =>
      Promise.resolve({
        cursor: "e:50",
        reset: false,
        topics: { trump: makeSnapshot({ posts: makePosts([2, 1]) }) },
      }),
    readSeries(topic, { from, to }, given) {
      asked.push(`${topic} ${to - from} ${given}`);
      const step = stepSeconds(given);
      const t = [from, to - step];
      const none = [0, 0];
      return Promise.resolve({
        ...{ topic, step, t, posts: [3, 4] },
        ...{ positive: none, negative: none, neutral: none, score: none },
        squares: none,
        ...unscored(2),
      });
    },
  });
  type Context = Parameters<typeof handler.GET>[0];
  const { data } = await handler.GET(context as unknown as Context);
  return { data, asked };
}

Deno.test("GET / gives the page two hours of each topic, and no posts", async () => {
  const { data, asked } = await get("?sort=rate");
  deepStrictEqual(asked, ["trump 7260 60"]);
  deepStrictEqual(data.minutes.trump!.posts, [3, 4]);
  deepStrictEqual(data.snapshots.trump!.posts, []);
  strictEqual(data.address, "/?sort=rate");
  strictEqual(data.cursor, "e:50");
});

Deno.test("GET / refuses an order that is none, and says which there are", async () => {
  await rejects(get("?sort=size"), {
    status: 400,
    message: /sort must be one of made, rate: current value is "size"/,
  });
});
