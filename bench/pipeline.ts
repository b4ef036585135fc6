/**
 * Measures the whole path, in processes of its own: throughput beside what the
 * parts do alone, latency from a post's arrival to a viewer, memory of viewers.
 * Appends a section to `bench/RESULTS.md`.
 */
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { buildPages } from "../tests/support/pages.ts";
import { readEvents } from "../tests/support/endpoints.ts";
import { measureFlow } from "./flow.ts";
import { readCommit } from "./turns.ts";
import { temporaryFolder } from "../tests/support/temporary.ts";
import { startProcess } from "../tests/support/processes.ts";

const SAMPLES = 1_000;
const WARM_UP = 200;
const VIEWERS = 2_000;

interface Row {
  readonly what: string;
  readonly result: string;
  readonly setting: string;
}

/** From a post's arrival at ingest to its arrival at a viewer. */
async function measureLatency(rate: number): Promise<Row> {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/freshet.db`;
  await using started = await startProcess({
    SOURCE_URL: `demo:?rate=${rate}&seed=1`,
    DATABASE_URL: `sqlite:${path}`,
    TRACK: "trump, climate",
  });
  const arrivals = await readArrivals(`${started.url}api/stream`);
  using db = new DatabaseSync(path, { readOnly: true });
  const received = db.prepare("select received_ms from posts where seq = ?");
  const waits = arrivals.map(([seq, atMs]) =>
    atMs - Number(received.get(seq)!.received_ms)
  ).sort((a, b) => a - b);
  const percentile = (p: number) => waits[Math.ceil(waits.length * p) - 1];
  return {
    what: "post → viewer",
    result: `p50 ${percentile(0.5)} ms, p99 ${percentile(0.99)} ms`,
    setting: `demo at ${rate} posts/s, ${SAMPLES} samples, POLL_MS=1000`,
  };
}

/** `seq` and time of arrival of posts that came live. */
async function readArrivals(url: string): Promise<[number, number][]> {
  const stop = new AbortController();
  const { body } = await fetch(url, { signal: stop.signal });
  const arrivals: [number, number][] = [];
  for await (const { event, data } of readEvents(body!)) {
    const atMs = Date.now();
    if (event !== "tick") continue;
    for (
      const topic of Object.values<{ posts?: { seq: number }[] }>(data.topics)
    ) {
      for (const { seq } of topic.posts ?? []) arrivals.push([seq, atMs]);
    }
    if (arrivals.length >= WARM_UP + SAMPLES) break;
  }
  stop.abort();
  return arrivals.slice(WARM_UP, WARM_UP + SAMPLES);
}

/** Memory that viewers cost, and how late the last of them gets a post. */
async function measureViewers(): Promise<Row> {
  await using folder = await temporaryFolder();
  await using started = await startProcess({
    SOURCE_URL: "demo:?rate=20&seed=1",
    DATABASE_URL: `sqlite:${folder.path}/freshet.db`,
    TRACK: "trump",
  });
  await delay(2_000);
  const before = await residentKb(started.pid);
  const stop = new AbortController();
  const url = `${started.url}api/stream?topic=trump`;
  const viewers = await Promise.all(
    Array.from({ length: VIEWERS }, async () => {
      const { body } = await fetch(url, { signal: stop.signal });
      return readEvents(body!);
    }),
  );
  const counts = await Promise.all(
    viewers.map((events) => countTicks(events, 10_000)),
  );
  const each = (await residentKb(started.pid) - before) / VIEWERS;
  stop.abort();
  const fewest = Math.min(...counts);
  return {
    what: "viewers",
    result: `${each.toFixed(0)} kB each, at least ${fewest} ticks in 10 s`,
    setting: `${VIEWERS} viewers of one topic, demo at 20 posts/s`,
  };
}

async function countTicks(
  events: ReturnType<typeof readEvents>,
  forMs: number,
): Promise<number> {
  const endMs = Date.now() + forMs;
  let ticks = 0;
  while (Date.now() < endMs) {
    const { value } = await events.next();
    if (value?.event === "tick") ticks++;
  }
  return ticks;
}

async function residentKb(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/VmRSS:\s+(\d+)/.exec(status)![1]);
}

if (import.meta.main) {
  await buildPages();
  // deno-lint-ignore no-console
  const flow = await measureFlow({ onRun: (...run) => console.error(...run) });
  const rows = [
    await measureLatency(20),
    await measureLatency(200),
    await measureViewers(),
  ];
  const { hardwareConcurrency } = navigator;
  const memory = Math.round(Deno.systemMemoryInfo().total / 2 ** 30);
  const section = [
    `\n## ${new Date().toISOString().slice(0, 10)} · ${await readCommit()} · ` +
    `${hardwareConcurrency} cores, ${memory} GiB, Deno ${Deno.version.deno}\n`,
    flow,
    "\nSQLite, embedded log, one process:\n",
    "| what | result | setting |",
    "|---|---|---|",
    ...rows.map((row) => `| ${row.what} | ${row.result} | ${row.setting} |`),
    "",
  ].join("\n");
  await Deno.writeTextFile(new URL("RESULTS.md", import.meta.url), section, {
    append: true,
  });
  // deno-lint-ignore no-console
  console.log(section);
}
