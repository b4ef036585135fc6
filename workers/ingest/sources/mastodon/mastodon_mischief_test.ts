import { deepStrictEqual, ok } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { followMastodon } from "../../../../tests/support/read_sources.ts";
import {
  type MastodonServer,
  startMastodon,
} from "../../../../tests/support/fakes/mastodon_server.ts";

/** So much shorter is a second here: ten minutes last six seconds. */
const SCALE = 100;
const TEN_MINUTES_MS = 600_000 / SCALE;

const TIMEOUTS = {
  silenceMs: 60_000 / SCALE,
  answerMs: 1_000,
  retryMs: 1_000 / SCALE,
  maxRetryMs: 60_000 / SCALE,
  steadyMs: 10_000 / SCALE,
};

type Mischief = (server: MastodonServer) => Promise<void>;

const answerAll = (answer: () => Response): Mischief => async (server) => {
  server.intercept = answer;
  server.streams.end("close");
  await delay(300);
  server.intercept = () => undefined;
};

/** One after the other, over and over. */
const MISCHIEF: Record<string, Mischief> = {
  "ends streams": async ({ streams }) =>
    await Promise.resolve(streams.end("close")),
  "goes away": async (server) => {
    await server.stop();
    await delay(250);
    server.start();
  },
  "falls silent": async ({ streams }) => {
    streams.isFrozen = true;
    await delay(700);
    streams.end("close");
    streams.isFrozen = false;
  },
  "is broken": answerAll(() => new Response("oh", { status: 502 })),
  "asks for patience": answerAll(() =>
    new Response(null, {
      status: 429,
      headers: {
        "x-ratelimit-reset": new Date(Date.now() + 200).toISOString(),
      },
    })
  ),
  "forgets its tokens": answerAll(() =>
    Response.json({ error: "no" }, { status: 401 })
  ),
  "shows a page": answerAll(() => new Response("<html>")),
  "talks nonsense": async ({ streams }) => {
    streams.sendEvent("update", '{"id":');
    streams.sendEvent("update", `{"content":"${"x".repeat(200_000)}"}`);
    await Promise.resolve();
  },
  "loses its archive": async (server) => {
    server.intercept = ({ url }) =>
      url.includes("/timelines/")
        ? new Response("", { status: 500 })
        : undefined;
    server.streams.end("close");
    await delay(60);
    server.intercept = () => undefined;
  },
};

for (const form of ["sse", "websocket"] as const) {
  Deno.test(`mastodonSource() misses nothing in ten minutes of mischief, by ${form}`, async () => {
    await using server = startMastodon({ forms: [form], heartbeatMs: 150 });
    await using followed = followMastodon(server.host, { timeouts: TIMEOUTS });
    await followed.until("live", () => followed.only("live").length === 1);
    const posting = setInterval(() => server.post(), 10);
    const endMs = performance.now() + TEN_MINUTES_MS;
    let rounds = 0;
    while (performance.now() < endMs || rounds === 0) {
      for (const mischief of Object.values(MISCHIEF)) {
        await mischief(server);
        await delay(150);
      }
      rounds++;
    }
    clearInterval(posting);
    server.post({ content: "the end" });
    await followed.until("the end", () => followed.texts().includes("the end"));

    const told = new Set(followed.only("post").map(({ post }) => post.id));
    const missing = server.statuses.filter(({ id }) =>
      !told.has(`${server.host}/${id}`)
    );
    deepStrictEqual(missing.map(({ id }) => id), []);
    ok(server.statuses.length > 300);
    // Where the server made a reader wait, and the like, it was interrupted.
    ok(followed.only("live").length > 5 && followed.only("down").length > 10);
    const lives = followed.only("live").slice(1);
    deepStrictEqual(lives.filter(({ recovered }) => !recovered), []);
  });
}
