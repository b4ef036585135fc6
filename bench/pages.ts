/**
 * Measures pages and endpoints of a process that stores 20 posts a second into
 * a filled database: `deno run -A bench/pages.ts sqlite:PATH`.
 */
import { setTimeout as delay } from "node:timers/promises";
import {
  type StartedProcess,
  startProcess,
} from "../tests/support/processes.ts";
import { buildPages } from "../tests/support/pages.ts";
import { BENCH_TOPICS } from "./fill.ts";

/** Clock ticks of the kernel a second. */
const TICKS = 100;

/** CPU time that a process has taken, in milliseconds. */
async function cpuMs(pid: number): Promise<number> {
  const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 1_000 / TICKS;
}

/** What requests of one address cost. */
export interface Cost {
  /** CPU time of the process a request, less what it takes when idle. */
  readonly cpuMs: number;
  readonly p50: number;
  readonly p99: number;
  readonly perSecond: number;
}

function percentile(sorted: readonly number[], p: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * p) - 1)] ?? NaN;
}

async function get(url: string): Promise<number> {
  const startMs = performance.now();
  const response = await fetch(url);
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return performance.now() - startMs;
}

/** Requests an address `count` times, one after another. */
export async function measureCost(
  { url, pid }: Pick<StartedProcess, "url" | "pid">,
  path: string,
  count: number,
): Promise<Cost> {
  const address = new URL(path, url).href;
  for (let i = 0; i < 5; i++) await get(address);
  const idleStart = await cpuMs(pid);
  await delay(1_000);
  const idle = (await cpuMs(pid) - idleStart) / 1_000;
  const [cpuStart, startMs] = [await cpuMs(pid), performance.now()];
  const took: number[] = [];
  for (let i = 0; i < count; i++) took.push(await get(address));
  const ms = performance.now() - startMs;
  took.sort((a, b) => a - b);
  return {
    cpuMs: (await cpuMs(pid) - cpuStart - idle * ms) / count,
    p50: percentile(took, 0.5),
    p99: percentile(took, 0.99),
    perSecond: count / ms * 1_000,
  };
}

/** The 99th percentile at a steady rate. */
export async function measureSteady(
  { url }: Pick<StartedProcess, "url">,
  path: string,
  { rate, count }: { rate: number; count: number },
): Promise<number> {
  const pending: Promise<number>[] = [];
  for (let i = 0; i < count; i++) {
    pending.push(get(new URL(path, url).href));
    await delay(1_000 / rate);
  }
  const took = (await Promise.all(pending)).sort((a, b) => a - b);
  return percentile(took, 0.99);
}

/** Waits until the demo has sent what came before its start. */
async function caughtUp(url: string): Promise<void> {
  let ageMs = Infinity;
  while (ageMs > 2_000) {
    await delay(500);
    const topics: { lastPostAt: string }[] = await fetch(
      new URL("api/topics", url),
    ).then((response) => response.json()).catch(() => []);
    const newest = Math.max(...topics.map((one) => Date.parse(one.lastPostAt)));
    ageMs = Date.now() - newest;
  }
}

function paths(): string[] {
  const hour = 3_600;
  const now = Math.floor(Date.now() / 1_000 / hour) * hour;
  const month = `from=${now - 30 * 24 * hour}&to=${now}`;
  return [
    "healthz",
    "t/aapl",
    "t/aapl?range=30d",
    "t/aapl?range=all",
    "?",
    "api/series?topic=aapl",
    "api/topics",
    `api/terms?topic=aapl&kind=positive&${month}`,
    `api/terms?topic=aapl&kind=lang&${month}`,
    `api/terms?topic=aapl&kind=hashtag&${month}`,
    `api/export?topic=aapl&from=${now - 100 * hour}&to=${now - 99 * hour}`,
  ];
}

if (import.meta.main) {
  const [url, only] = Deno.args;
  await buildPages();
  await using started = await startProcess({
    SOURCE_URL: "demo:?rate=20&seed=1",
    DATABASE_URL: url!,
    TRACK: BENCH_TOPICS.join(","),
  });
  await caughtUp(started.url);
  for (const path of paths().filter((one) => !only || one.includes(only))) {
    const cost = await measureCost(started, path, 40);
    const row = [cost.cpuMs, cost.p50, cost.p99, cost.perSecond]
      .map((value) => value.toFixed(1).padStart(8)).join("");
    // deno-lint-ignore no-console
    console.log(row, path);
  }
  const p99 = await measureSteady(started, "t/aapl", { rate: 20, count: 200 });
  // deno-lint-ignore no-console
  console.log(p99.toFixed(1), "p99 of /t at 20/s");
}
