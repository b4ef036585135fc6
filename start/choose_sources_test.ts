import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { readConfig } from "../config.ts";
import { startBlueskyServer } from "../tests/support/bluesky_server.ts";
import { type Choice, chooseSources } from "./choose_sources.ts";

const { signal } = new AbortController();

function choose(
  env: Record<string, string>,
  hosts: readonly string[] = [],
): Promise<Choice> {
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
