import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { buildPages } from "./support/pages.ts";
import {
  commitMessage,
  postMessage,
  startBlueskyServer,
} from "./support/fakes/bluesky_server.ts";
import { makeCertificate, temporaryFolder } from "./support/temporary.ts";
import { startMastodon } from "./support/fakes/mastodon_server.ts";
import { startXServer, type XServer } from "./support/fakes/x_server.ts";
import { retryUntil } from "./support/waiting.ts";
import {
  type StartedProcess,
  startProcess,
  startRole,
} from "./support/processes.ts";

const ANN = "did:plc:ann";
const ADMIN = "correct horse";

// deno-lint-ignore no-explicit-any
type Json = any;

async function ask(started: StartedProcess, path: string): Promise<Json> {
  const response = await fetch(new URL(path, started.url));
  strictEqual(response.status, 200, path);
  return await response.json();
}

/** The ids of a topic's posts, by source. */
async function idsOf(
  started: StartedProcess,
  slug: string,
): Promise<Record<string, string[]>> {
  const { posts } = await ask(started, `api/posts?topic=${slug}&limit=500`);
  const ids: Record<string, string[]> = {};
  for (const { source, id } of posts) (ids[source] ??= []).push(id);
  for (const list of Object.values(ids)) list.sort();
  return ids;
}

/** Waits until something is as it must be. */
function until(check: () => Promise<void>, timeoutMs = 15_000): Promise<void> {
  return retryUntil(check, { timeoutMs, pauseMs: 100 });
}

/** A server of X with TLS of its own, and the authority that a client must trust. */
async function startSecureX(
  folder: string,
): Promise<{ x: XServer; authority: string }> {
  const made = await makeCertificate(folder, "localhost");
  const cert = await Deno.readTextFile(made.certificate);
  const key = await Deno.readTextFile(made.key);
  const x = await startXServer({ tls: { cert, key } });
  return { x, authority: made.authority };
}

Deno.test("three live sources at once: each post once, topics that change, a kill, and a clean audit", async () => {
  await buildPages();
  await using resources = new AsyncDisposableStack();
  const folder = resources.use(await temporaryFolder());
  const { x, authority } = await startSecureX(folder.path);
  resources.use(x);
  const bluesky = resources.use(startBlueskyServer());
  const mastodon = resources.use(startMastodon());
  const env = {
    SOURCE_URL:
      `x://${x.host} bluesky://${bluesky.host} mastodon://${mastodon.host}`,
    X_BEARER_TOKEN: "secret",
    MASTODON_TOKEN: "a-token",
    DATABASE_URL: `sqlite:${folder.path}/freshet.db`,
    TRACK: "cats",
    ADMIN_TOKEN: ADMIN,
    DENO_CERT: authority,
    POLL_MS: "200",
  };
  const start = () => startProcess(env);
  const tags = ["freshet:cats"];
  const say = (rkey: string, text: string) =>
    bluesky.say(postMessage(ANN, rkey, text));

  let status: { id: string };
  {
    await using started = await start();
    await until(() => {
      ok(x.isConnected && bluesky.clients === 1);
      return Promise.resolve();
    });
    await started.waitForLog("mastodon");
    await until(async () => {
      const { sources } = await ask(started, "api/pipeline");
      deepStrictEqual(
        sources.map(({ state }: Json) => state).filter((one: string) =>
          one === "live"
        ).length >= 2,
        true,
      );
    });
    x.post({ id: "9007199254740993", text: "Cats on X" }, tags);
    say("1", "cats on Bluesky");
    say("2", "dogs on Bluesky");
    status = mastodon.post({ content: "<p>cats on <b>Mastodon</b></p>" });
    await until(async () =>
      deepStrictEqual(await idsOf(started, "cats"), {
        x: ["9007199254740993"],
        bluesky: [`${ANN}/1`],
        mastodon: [`${mastodon.host}/${status.id}`],
      })
    );

    const added = await fetch(new URL("api/topics", started.url), {
      method: "POST",
      headers: {
        authorization: `Bearer ${ADMIN}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ query: "dogs -cats" }),
    });
    strictEqual(added.status, 201, await added.text());
    await until(() => {
      const values = x.rules.map(({ tag, value }) => `${tag} ${value}`);
      ok(values.includes("freshet:dogs-cats dogs -cats"), values.join());
      return Promise.resolve();
    }, 5_000);
    say("3", "dogs again");
    await until(async () =>
      deepStrictEqual(await idsOf(started, "dogs-cats"), {
        bluesky: [`${ANN}/3`],
      })
    );

    mastodon.edit(status.id, "<p>cats, edited</p>");
    bluesky.say(commitMessage(ANN, "delete", "1"));
    await until(async () => {
      const { posts } = await ask(started, "api/posts?topic=cats");
      deepStrictEqual(posts.map(({ text }: Json) => text).toSorted(), [
        "Cats on X",
        "cats, edited",
      ]);
    });
    await started.kill();
  }

  say("4", "cats while nobody looks");
  const missed = mastodon.post({ content: "<p>cats meanwhile</p>" });
  await using started = await start();
  await until(async () =>
    deepStrictEqual(await idsOf(started, "cats"), {
      x: ["9007199254740993"],
      bluesky: [`${ANN}/4`],
      mastodon: [
        `${mastodon.host}/${status.id}`,
        `${mastodon.host}/${missed.id}`,
      ].toSorted(),
    })
  );
  await until(async () => {
    const { gaps, sources } = await ask(started, "api/pipeline");
    deepStrictEqual(
      sources.map(({ state }: Json) => state),
      ["live", "live", "live"],
    );
    const told = gaps.map(({ source, recovered, to }: Json) =>
      `${source.split(":")[0]} ${recovered} ${to !== null}`
    );
    deepStrictEqual(told.toSorted(), [
      "bluesky true true",
      "mastodon true true",
      "x false true",
    ]);
  }, 30_000);
  const { gaps } = await ask(started, "api/series?topic=cats");
  strictEqual(gaps.length, 3);
  strictEqual(await started.stop(), 0);

  await using auditing = startRole("audit", env, ["--json"]);
  const { code, stdout, stderr } = await auditing.output;
  deepStrictEqual([code, stderr, JSON.parse(stdout).isClean], [0, "", true]);
});

Deno.test("X is left alone for the rest of the day when its posts are spent, also after a restart", async () => {
  await buildPages();
  await using folder = await temporaryFolder();
  await using x = await startXServer();
  const env = {
    SOURCE_URL: `x://${x.host}`,
    X_BEARER_TOKEN: "secret",
    X_POSTS_PER_DAY: "10",
    DATABASE_URL: `sqlite:${folder.path}/freshet.db`,
    TRACK: "cats",
    LOG_FORMAT: "json",
  };
  const send = (id: number) =>
    x.post({ id: `${id}`, text: `cats ${id}` }, ["freshet:cats"]);
  {
    await using started = await startProcess(env);
    await until(() => Promise.resolve(ok(x.isConnected)));
    for (let id = 1; id <= 7; id++) send(id);
    for (let id = 1; id <= 7; id++) send(id);
    await until(async () => {
      const { spending } = await ask(started, "api/pipeline");
      deepStrictEqual([spending.posts, spending.limit], [7, 10]);
    });
    await started.kill();
  }
  await until(() => Promise.resolve(ok(!x.isConnected)));
  await using started = await startProcess(env);
  await until(() => Promise.resolve(ok(x.isConnected)));
  for (let id = 8; id <= 12; id++) send(id);
  await started.waitForLog("80 % of today's posts");
  await until(() => Promise.resolve(ok(!x.isConnected)));
  const { sources, spending } = await ask(started, "api/pipeline");
  strictEqual(sources[0].state, "down");
  match(sources[0].detail, /limit|spent|X_POSTS_PER_DAY/);
  ok(spending.posts >= 10);
  strictEqual(spending.cost, spending.posts * 0.005);
  const metrics = await fetch(new URL("metrics", started.url));
  match(await metrics.text(), /freshet_billed_posts\S* 1\d/);
  const connects = x.requests.stream.length;
  await started.kill();
  await using again = await startProcess(env);
  await again.waitForLog("source disconnected");
  strictEqual(x.requests.stream.length, connects);
});

Deno.test("a token that is refused is told in words, and never shown", async () => {
  await buildPages();
  await using folder = await temporaryFolder();
  await using x = await startXServer();
  await using mastodon = startMastodon();
  await using started = await startProcess({
    SOURCE_URL: `x://${x.host} mastodon://${mastodon.host} demo:?rate=5`,
    X_BEARER_TOKEN: "expired-and-private",
    MASTODON_TOKEN: "revoked-and-private",
    DATABASE_URL: `sqlite:${folder.path}/freshet.db`,
    TRACK: "cats",
  });
  await until(async () => {
    const { sources } = await ask(started, "api/pipeline");
    const down = sources.filter(({ state }: Json) => state === "down");
    strictEqual(down.length, 2);
    for (const { detail } of down) match(detail, /token/i);
  });
  await until(async () => {
    const [topic] = await ask(started, "api/topics");
    ok(topic.posts > 0, "the demo goes on");
  });
  const shown = [
    await (await fetch(new URL("pipeline", started.url))).text(),
    await (await fetch(new URL("metrics", started.url))).text(),
    JSON.stringify(await ask(started, "api/pipeline")),
    started.all(),
  ].join("\n");
  ok(!shown.includes("and-private"));
});
