import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { setImmediate as nextTurn } from "node:timers/promises";
import { readConfig } from "../config.ts";
import { startBlueskyServer } from "../tests/support/fakes/bluesky_server.ts";
import {
  chooseSources,
  type ChosenSources,
  createDemoBanner,
} from "./choose_sources.ts";

const { signal } = new AbortController();

function choose(
  env: Record<string, string>,
  hosts: readonly string[] = [],
): Promise<ChosenSources> {
  return chooseSources(readConfig(env), { log: () => {}, signal, hosts });
}

Deno.test("chooseSources() shows live posts where Bluesky can be reached", async () => {
  await using server = await startBlueskyServer();
  const { config, banner } = await choose({}, [server.host]);
  deepStrictEqual(config.sources, [{ kind: "bluesky" }]);
  strictEqual(banner, null);
});

Deno.test("chooseSources() makes posts up where Bluesky cannot be reached, and says why", async () => {
  const { config, banner } = await choose({}, ["127.0.0.1:1"]);
  deepStrictEqual(config.sources, [{ kind: "demo" }]);
  strictEqual(config.databaseUrl, "sqlite:data/demo.db");
  match(
    banner!,
    /^Showing generated demo posts: Bluesky could not be reached \(.*refused.*\)$/,
  );
});

Deno.test("chooseSources() shows what was chosen, whether it can be reached or not", async () => {
  const env = { SOURCE_URL: "bluesky://127.0.0.1:1" };
  const { config, banner } = await choose(env);
  deepStrictEqual(config, readConfig(env));
  strictEqual(banner, null);
});

Deno.test("chooseSources() says that chosen posts are made up", async () => {
  const { banner } = await choose({ SOURCE_URL: "bluesky: demo:?rate=1" });
  strictEqual(banner, "Showing generated demo posts");
});

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
