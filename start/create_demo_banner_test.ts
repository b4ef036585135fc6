import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { setImmediate as nextTurn } from "node:timers/promises";
import { createDemoBanner } from "./create_demo_banner.ts";

Deno.test("createDemoBanner() says so while the newest post is made up, and asks every 5 s at most", async () => {
  const sources = ["demo", "file"];
  let nowMs = 0;
  let asked = 0;
  const readBanner = createDemoBanner(
    () => Promise.resolve(sources[asked++] ?? null),
    { now: () => nowMs },
  );
  const said: (string | null)[] = [];
  for (const ms of [0, 1, 4_999, 5_000, 5_001]) {
    nowMs = ms;
    said.push(readBanner());
    await nextTurn();
  }
  const demo = "Showing generated demo posts";
  deepStrictEqual(said, [null, demo, demo, demo, null]);
  strictEqual(asked, 2);
});

Deno.test("createDemoBanner() keeps what it says while the database is away", async () => {
  const errors: string[] = [];
  let nowMs = 0;
  let isAway = false;
  const readBanner = createDemoBanner(
    () => isAway ? Promise.reject(new Error("away")) : Promise.resolve("demo"),
    { now: () => nowMs, onError: (error) => errors.push(String(error)) },
  );
  readBanner();
  await nextTurn();
  [isAway, nowMs] = [true, 10_000];
  readBanner();
  await nextTurn();
  strictEqual(readBanner(), "Showing generated demo posts");
  deepStrictEqual(errors, ["Error: away"]);
});
