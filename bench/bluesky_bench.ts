/**
 * Measures what Bluesky's whole stream costs at ten topics, from the socket
 * to the topics of each post: CPU time of this process, while another one
 * plays the instance. Run it alone: `deno run -A bench/bluesky_bench.ts [posts/s]`.
 */
import { cpuUsage } from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import {
  readJetstreamLines,
  readTestPosts,
  TOPICS,
} from "../tests/support/recordings.ts";
import { startBlueskyServer } from "../tests/support/fakes/bluesky_server.ts";
import { createMatcher } from "../workers/ingest/ingest.ts";
import { blueskySource } from "../workers/ingest/sources/bluesky/bluesky.ts";

const WARM_UP_MS = 5_000;
const MEASURED_MS = 20_000;
const TICK_MS = 20;

interface Recorded {
  readonly did: string;
  readonly commit?: {
    readonly collection: string;
    readonly operation: string;
    readonly record?: Record<string, unknown>;
  };
}

/** Posts as they were recorded, each with another text. */
async function* makeMessages() {
  const texts = await readTestPosts("vol_stocknet_2014_2015.ndjson.gz");
  const posts = (await readJetstreamLines()).map((raw) =>
    JSON.parse(raw) as Recorded
  )
    .filter(({ commit }) =>
      commit?.collection === "app.bsky.feed.post" &&
      commit.operation === "create"
    );
  for (let i = 0;; i++) {
    const { commit, ...rest } = posts[i % posts.length]!;
    const { text } = texts[i % texts.length]!;
    const record = {
      ...commit!.record,
      text,
      createdAt: new Date().toISOString(),
    };
    yield { ...rest, commit: { ...commit, rkey: `3${i}`, record } };
  }
}

/** The other process: prints its address, then sends at an even rate. */
async function play(rate: number): Promise<void> {
  await using server = startBlueskyServer();
  // deno-lint-ignore no-console
  console.log(server.host);
  const messages = makeMessages();
  const startMs = performance.now();
  for (let sent = 0;;) {
    const due = (performance.now() - startMs) / 1_000 * rate;
    for (; sent < due; sent++) server.say((await messages.next()).value!);
    server.forget(Date.now() - 10_000);
    await delay(TICK_MS);
  }
}

async function startPlayer(rate: number) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", import.meta.filename!, "play", String(rate)],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let host = "";
  while (!host.includes("\n")) host += (await reader.read()).value;
  return { child, reader, host: host.trim().split("\n").at(-1)! };
}

async function measure(rate: number): Promise<string> {
  const { child, reader, host } = await startPlayer(rate);
  const topics = TOPICS.map((query, i) => ({
    slug: `t${i}`,
    query,
    color: "#000000",
    active: true,
  }));
  const matchTopics = createMatcher(topics);
  const stop = new AbortController();
  const beginMs = performance.now() + WARM_UP_MS;
  let begun: { ms: number; cpu: ReturnType<typeof cpuUsage> } | undefined;
  let [posts, matches] = [0, 0];
  const timer = setTimeout(() => stop.abort(), WARM_UP_MS + MEASURED_MS);
  const source = blueskySource({ hosts: [host] });
  for await (const event of source.read(null, stop.signal)) {
    if (!begun && performance.now() >= beginMs) {
      begun = { ms: performance.now(), cpu: cpuUsage() };
      [posts, matches] = [0, 0];
    }
    if (event.kind !== "post") continue;
    posts++;
    matches += matchTopics(event.post).length;
  }
  const { user, system } = cpuUsage(begun!.cpu);
  const seconds = (performance.now() - begun!.ms) / 1_000;
  clearTimeout(timer);
  child.kill();
  await child.status;
  await reader.cancel();
  const share = (user + system) / 1e6 / seconds;
  return [
    `${Math.round(posts / seconds)} posts/s for ${seconds.toFixed(1)} s`,
    `${TOPICS.length} topics, ${matches} matches`,
    `${(share * 100).toFixed(1)} % of one core`,
    `${((user + system) / posts).toFixed(0)} µs a post`,
  ].join(", ");
}

if (import.meta.main) {
  const [first, rate] = Deno.args;
  if (first === "play") await play(Number(rate));
  for (const rate of first ? [Number(first)] : [25, 500, 2_000]) {
    // deno-lint-ignore no-console
    console.log(await measure(rate));
  }
}
