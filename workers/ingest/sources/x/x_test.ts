import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { testSource } from "../../../../tests/support/source_suite.ts";
import { startXServer } from "../../../../tests/support/fakes/x_server.ts";
import {
  memorySpendStore,
  readX,
  watchList,
} from "../../../../tests/support/x_source.ts";
import type { Source } from "../source.ts";
import { SpendMeter } from "../spending.ts";
import { xSource } from "./x.ts";

const TAG = "freshet:cats";

/** A source of a server that lives as long as it is read, and always has something to say. */
function talkative(): Source {
  return {
    name: "x",
    key: "x:",
    async *read(position, signal) {
      await using server = await startXServer();
      let serial = 0;
      const timer = setInterval(() => {
        const id = String(1_900_000_000_000_000_000n + BigInt(serial++));
        server.post({ id, text: `cat ${serial} 😀 &amp; more` }, [TAG]);
        if (serial % 10 === 0) server.send("no JSON\r\n");
      }, 2);
      try {
        const meter = new SpendMeter({
          limit: 0,
          store: memorySpendStore(),
          log: () => {},
        });
        const topics = watchList({ cats: "cat" });
        yield* xSource({ host: server.host, token: "secret", topics, meter })
          .read(position, signal);
      } finally {
        clearInterval(timer);
      }
    },
  };
}

testSource("xSource()", talkative);

Deno.test("xSource() connects once, asks for what it needs, and tells that it is live", async () => {
  await using server = await startXServer();
  await using x = readX(server.host);
  await x.until("live", () => x.only("live").length === 1);
  strictEqual(server.requests.stream.length, 1);
  const { query } = server.requests.stream[0]!;
  strictEqual(
    query.get("tweet.fields"),
    "author_id,created_at,edit_history_tweet_ids,entities,lang,note_tweet,referenced_tweets",
  );
  ok(!query.has("backfill_minutes"));
  const [live] = x.events;
  ok(live?.kind === "live" && !live.recovered);
  strictEqual(live.detail, `connected to ${server.host}`);
});

Deno.test("xSource() yields posts with their topics, and keeps ids as they are", async () => {
  await using server = await startXServer({ bareIds: true });
  await using x = readX(server.host, { topics: { cats: "cat", dogs: "dog" } });
  await x.until("live", () => x.only("live").length === 1);
  const id = "1850000000000000001";
  server.post({ id, text: "cat" }, [TAG]);
  await x.until("a post", () => x.ids().length === 1);
  const [event] = x.only("post");
  deepStrictEqual(event?.topics, ["cats"]);
  strictEqual(event.post.id, id);
  strictEqual(event.post.url, `https://x.com/ann/status/${id}`);
});
