import type { CDPSession } from "playwright-core";

/** What a page holds in memory once all that is free was collected, in bytes. */
export interface Heap {
  /** Objects, strings, arrays and functions of its scripts. */
  readonly held: number;
  /** All of the engine's heap: compiled code too, which grows for minutes as more of it is found worth compiling. */
  readonly used: number;
}

/** Kinds of nodes of a heap snapshot that a script makes. */
const KINDS: ReadonlySet<string> = new Set([
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
export async function readHeap(session: CDPSession): Promise<Heap> {
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
    if (KINDS.has(kinds[nodes[i + type]!]!)) sum += nodes[i + size]!;
  }
  return sum;
}
