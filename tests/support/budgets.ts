import { buildPages } from "./pages.ts";
import { openPostsFile } from "./post_files.ts";
import { type StartedProcess, startProcess } from "./processes.ts";
import { temporaryFolder } from "./temporary.ts";
import { setTimeout as delay } from "node:timers/promises";
import type { CDPSession, Page } from "playwright-core";

/** Share of a processor that a page may take at 100 posts a second. */
export const MOST_BUSY = 0.05;

/** Bytes a minute by which what scripts hold may grow within a minute by chance; keeping each post would be 3 MB. */
export const MOST_GROWTH = 500_000;

/** The same within ten minutes. */
export const MOST_LASTING_GROWTH = 10_000;

/** Posts that come in a second. */
const BUSY_RATE = 100;

/** The production build on 100 posts a second about one topic, for so many seconds; gone with its scope. */
export async function startBusyServer(
  seconds: number,
): Promise<StartedProcess> {
  await buildPages();
  await using resources = new AsyncDisposableStack();
  const folder = resources.use(await temporaryFolder());
  const path = `${folder.path}/posts.ndjson`;
  await writePosts(path, seconds * BUSY_RATE);
  const started = resources.use(
    await startProcess({
      SOURCE_URL: `file:${path}?restamp=now&rate=${BUSY_RATE}`,
      DATABASE_URL: `sqlite:${folder.path}/freshet.db`,
      TRACK: "trump, climate",
    }),
  );
  const kept = resources.move();
  return { ...started, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** Real posts that name the topic, over and over, each time as others. */
async function writePosts(path: string, count: number): Promise<void> {
  await using file = await openPostsFile();
  const posts = file.posts.filter(({ text }) => /\btrump\b/i.test(text));
  const lines = Array.from({ length: count }, (_, i) => {
    const post = posts[i % posts.length]!;
    return `${JSON.stringify({ ...post, id: `p${i}` })}\n`;
  });
  await Deno.writeTextFile(path, lines.join(""));
}

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

const MEASURES = {
  busy: "TaskDuration",
  script: "ScriptDuration",
  layout: "LayoutDuration",
  style: "RecalcStyleDuration",
} as const;

type Sums = Record<keyof typeof MEASURES, number>;

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

function kindsOf(): (keyof typeof MEASURES)[] {
  return Object.keys(MEASURES) as (keyof typeof MEASURES)[];
}

async function readSums(session: CDPSession): Promise<Sums> {
  const { metrics } = await session.send("Performance.getMetrics");
  const values = new Map(metrics.map(({ name, value }) => [name, value]));
  const entries = kindsOf().map((
    kind,
  ) => [kind, values.get(MEASURES[kind]) ?? 0]);
  return Object.fromEntries(entries);
}

/** Lists come and go, and not all that is free is found at once: what stays shows in what is least. */
function growthOf(sizes: readonly number[]): number {
  const half = Math.floor(sizes.length / 2);
  return Math.min(...sizes.slice(half)) - Math.min(...sizes.slice(0, half));
}

/** What a page holds in memory once all that is free was collected, in bytes. */
export interface Heap {
  /** Objects, strings, arrays and functions of its scripts. */
  readonly held: number;
  /** All of the engine's heap: compiled code too, which grows for minutes as more of it is found worth compiling. */
  readonly used: number;
}

/** Kinds of nodes of a heap snapshot that a script makes. */
const SCRIPT_NODES: ReadonlySet<string> = new Set([
  "array",
  "closure",
  "concatenated string",
  "number",
  "object",
  "regexp",
  "sliced string",
  "string",
]);

interface Snapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[]];
    };
  };
  /** As many numbers as there are fields, for each node. */
  readonly nodes: readonly number[];
}

/** Measures the heap of a page; it stands still meanwhile. */
async function readHeap(session: CDPSession): Promise<Heap> {
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.collectGarbage"); // what only what went held
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return { held: sumOf(await takeSnapshot(session)), used: usedSize };
}

async function takeSnapshot(session: CDPSession): Promise<Snapshot> {
  const chunks: string[] = [];
  const take = ({ chunk }: { chunk: string }) => void chunks.push(chunk);
  session.on("HeapProfiler.addHeapSnapshotChunk", take);
  await session.send("HeapProfiler.takeHeapSnapshot");
  session.off("HeapProfiler.addHeapSnapshotChunk", take);
  return JSON.parse(chunks.join(""));
}

function sumOf({ nodes, snapshot: { meta } }: Snapshot): number {
  const [kinds] = meta.node_types;
  const width = meta.node_fields.length;
  const type = meta.node_fields.indexOf("type");
  const size = meta.node_fields.indexOf("self_size");
  let sum = 0;
  for (let i = 0; i < nodes.length; i += width) {
    if (SCRIPT_NODES.has(kinds[nodes[i + type]!]!)) sum += nodes[i + size]!;
  }
  return sum;
}

/** What a page did, in words. */
export function workWords(work: Work): string {
  const { seconds, busy, script, style, layout, heap, growth } = work;
  const share = (part: number) => `${(100 * part).toFixed(1)} %`;
  const [first, last] = [heap[0]!, heap.at(-1)!];
  const kB = (bytes: number) => (bytes / 1_000).toFixed(0);
  return `${seconds.toFixed(0)} s: main thread ${share(busy)} of a processor ` +
    `(script ${share(script)}, style ${share(style)}, ` +
    `layout ${share(layout)}); scripts hold ` +
    `${heap.map(({ held }) => kB(held)).join(", ")} kB: ` +
    `${kB(growth)} kB a minute; with compiled code ` +
    `${kB(first.used)} at first, ${kB(last.used)} at last`;
}
