import { deepStrictEqual, ok } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import {
  type BlueskyServer,
  postMessage,
  startBlueskyServer,
} from "../../../../tests/support/fakes/bluesky_server.ts";
import { followBluesky } from "../../../../tests/support/read_sources.ts";

/** Ten minutes, sixty times as fast; so are the timeouts. */
const DURATION_MS = 10_000;
const TIMEOUTS = {
  answerMs: 150,
  silenceMs: 500,
  retryMs: 17,
  maxRetryMs: 500,
  steadyMs: 170,
  rewindMs: 200,
  otherRewindMs: 1_500,
};

/** Any other does too. */
const SEED = 2;

/** The same numbers at each run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor(state / 2 ** 32 * below);
  };
}

async function refuse(
  server: BlueskyServer,
  welcome: BlueskyServer["welcome"],
): Promise<void> {
  server.welcome = welcome;
  server.drop();
  await delay(300);
  server.welcome = "accept";
}

const MISCHIEF: readonly ((server: BlueskyServer) => void | Promise<void>)[] = [
  (server) => server.drop(),
  (server) => server.close(1000),
  (server) => server.close(1011, "broken"),
  (server) => server.blurt("{"),
  (server) => server.blurt('{"kind":"commit","time_us":9e15}'),
  (server) => server.blurt('{"$type":"error","error":"ConsumerTooSlow"}'),
  (server) => server.blurt(new Uint8Array([0xff, 0xfe])),
  (server) => server.blurt(new Uint8Array(10_000_000).fill(97)),
  (server) => refuse(server, 503),
  (server) => refuse(server, "drop"),
  (server) => refuse(server, "mute"),
  (server) => refuse(server, "freeze"),
  async (server) => {
    await server.stop();
    await delay(200);
    server.start();
  },
  async (server) => {
    server.isSilent = true;
    await delay(700);
    server.isSilent = false;
    server.drop();
  },
  async (server) => {
    server.slowMs = 3;
    await delay(300);
    server.slowMs = 0;
  },
];

Deno.test("blueskySource() loses nothing in ten minutes of mischief", async () => {
  await using ahead = startBlueskyServer({ skewMs: 300, overlap: 2 });
  await using behind = startBlueskyServer({ skewMs: -200 });
  const servers = [ahead, behind];
  const random = createRandom(SEED);
  await using followed = followBluesky(servers.map(({ host }) => host), {
    timeouts: TIMEOUTS,
    onEvent: () => random(100) === 0 ? delay(random(50)) : Promise.resolve(),
  });
  await followed.until("connected", () => ahead.clients === 1);

  const said: string[] = [];
  const talking = setInterval(() => {
    const rkey = `3${said.length}`;
    const message = postMessage("did:plc:ann", rkey, "Post");
    for (const server of servers) server.say(message);
    said.push(`did:plc:ann/${rkey}`);
  }, 5);
  await followed.until("live", () => followed.ids().includes(said[0]!));
  // As far back as an instance is asked for, clocks included.
  await followed.until("a history", () => said.length > 400);
  const endMs = performance.now() + DURATION_MS;
  const trouble: Promise<void>[] = [];
  for (const server of servers) {
    trouble.push((async () => {
      while (performance.now() < endMs) {
        await delay(50 + random(300));
        await MISCHIEF[random(MISCHIEF.length)]!(server);
      }
    })());
  }
  await Promise.all(trouble);
  clearInterval(talking);
  const [last] = said.slice(-1);
  await followed.until("the last", () => followed.ids().includes(last!));

  const ids = followed.ids();
  deepStrictEqual(said.filter((id) => !ids.includes(id)), []);
  deepStrictEqual(followed.only("live").filter((e) => !e.recovered), []);
  const downs = followed.only("down").length;
  const connects = ahead.connects.length + behind.connects.length;
  ok(
    said.length > 1_000 && downs > 10,
    `${said.length} posts, ${downs} ends`,
  );
  ok(connects < 200, `${connects} connects`);
});
