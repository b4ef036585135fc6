import { setTimeout as delay } from "node:timers/promises";
import type { CDPSession, Page } from "playwright-core";
import { type Heap, readHeap } from "./read_heap.ts";

/** What a page did in a while. */
export interface Work {
  readonly seconds: number;
  /** Share of the time that its main thread was on a processor: what others take of it is not the page's. */
  readonly busy: number;
  /** Of this, by kind, as shares of the time. */
  readonly script: number;
  readonly layout: number;
  readonly style: number;
  /** From the first second to the last. */
  readonly heap: readonly Heap[];
  /** Bytes a minute by which the least that its scripts hold in the second half is above that of the first. */
  readonly growth: number;
}

/** Options for {@linkcode watchWork}. */
export interface WatchWorkOptions {
  /** How often the heap is looked at. @default {10} */
  everySeconds?: number;
}

const KINDS = {
  busy: "TaskDuration",
  script: "ScriptDuration",
  layout: "LayoutDuration",
  style: "RecalcStyleDuration",
} as const;

type Sums = Record<keyof typeof KINDS, number>;

/** Watches a page for a while. What looking takes is not counted. */
export async function watchWork(
  page: Page,
  seconds: number,
  options: WatchWorkOptions = {},
): Promise<Work> {
  const { everySeconds = 10 } = options;
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const sums: Sums = { busy: 0, script: 0, layout: 0, style: 0 };
  const heap = [await readHeap(session)];
  let watched = 0;
  while (watched < seconds) {
    const [before, startMs] = [await readSums(session), performance.now()];
    await delay(everySeconds * 1_000);
    const [after, endMs] = [await readSums(session), performance.now()];
    watched += (endMs - startMs) / 1_000;
    for (const kind of kindsOf()) sums[kind] += after[kind] - before[kind];
    heap.push(await readHeap(session));
  }
  await session.detach();
  return {
    seconds: watched,
    busy: sums.busy / watched,
    script: sums.script / watched,
    layout: sums.layout / watched,
    style: sums.style / watched,
    heap,
    growth: growthOf(heap.map(({ held }) => held)) / (watched / 2 / 60),
  };
}

function kindsOf(): (keyof typeof KINDS)[] {
  return Object.keys(KINDS) as (keyof typeof KINDS)[];
}

async function readSums(session: CDPSession): Promise<Sums> {
  const { metrics } = await session.send("Performance.getMetrics");
  const values = new Map(metrics.map(({ name, value }) => [name, value]));
  const entries = kindsOf().map((kind) => [kind, values.get(KINDS[kind]) ?? 0]);
  return Object.fromEntries(entries);
}

/** Lists come and go, and not all that is free is found at once: what stays shows in what is least. */
function growthOf(sizes: readonly number[]): number {
  const half = Math.floor(sizes.length / 2);
  return Math.min(...sizes.slice(half)) - Math.min(...sizes.slice(0, half));
}
