import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import { createGunzip } from "node:zlib";
import * as v from "valibot";
import { type Line, splitLines } from "../lines.ts";
import { headOf } from "../post_fields.ts";
import type { PostEvent, Source, SourcePost } from "../source.ts";
import { MAX_LINE, parseLine } from "./lines.ts";

/** Options for {@linkcode fileSource}. */
export interface FileSourceOptions extends PaceOptions {
  /** Whether posts get the time at which they are read. @default {false} */
  restamp?: boolean;
  /**
   * Whether to begin again at the end, if there were posts; those of pass
   * n > 1 have `~n` behind their id. @default {false}
   */
  loop?: boolean;
}

/** Posts from a file: one JSON object a line, plain or gzip. */
export function fileSource(
  path: string,
  options: FileSourceOptions = {},
): Source<PostEvent> {
  const { restamp = false, loop = false } = options;

  async function* read(
    position: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<PostEvent> {
    const stamp = restamp ? createStamp() : (post: SourcePost) => post;
    let pass = 0;
    let hasMore = true;
    while (hasMore) {
      const { head, chunks } = await openFile(path);
      const start = pass === 0 ? parseFilePosition(position, head) : null;
      pass = start?.pass ?? pass + 1;
      hasMore = loop && start !== null;
      const pace = createPace(options);
      let number = 0;
      for await (const line of splitLines(chunks, MAX_LINE)) {
        if (signal.aborted) return;
        if (++number <= (start?.line ?? 0)) continue;
        const nowMs = Date.now();
        const event = toEvent(line, nowMs, { pass, line: number, head });
        if (event.kind === "post") {
          hasMore = loop;
          await pace(ownTime(event.post, nowMs), signal);
          if (signal.aborted) return;
          yield { ...event, post: stamp(event.post) };
        } else yield event;
      }
    }
  }

  return { name: "file", key: `file:${path}`, read };
}

function toEvent(
  line: Line,
  nowMs: number,
  place: FilePosition,
): Extract<PostEvent, { kind: "post" | "rejected" }> {
  const position = formatFilePosition(place);
  const parsed = parseLine(line, nowMs);
  if ("reason" in parsed) {
    const head = headOf(line.bytes);
    return { kind: "rejected", ...parsed, head, position };
  }
  const { pass } = place;
  const post = pass === 1 ? parsed : { ...parsed, id: `${parsed.id}~${pass}` };
  return { kind: "post", post, position };
}

/** When a post was written; null if it does not say so, or names a time that is still to come. */
function ownTime({ createdMs }: SourcePost, nowMs: number): number | null {
  return createdMs < nowMs ? createdMs : null;
}

/** Gives posts the present time, never one before the post before. */
function createStamp(): (post: SourcePost) => SourcePost {
  let lastMs = 0;
  return (post) => {
    lastMs = Math.max(lastMs, Date.now());
    return { ...post, createdMs: lastMs };
  };
}

/** Where a reader of a file goes on. */
interface FilePosition {
  /** Which time the file is read, from 1. */
  readonly pass: number;
  /** Lines of this pass that are done. */
  readonly line: number;
  /** What the file's first bytes are, so that another file of the same name is noticed. */
  readonly head: string;
}

const Position = v.object({
  pass: v.pipe(v.number(), v.integer(), v.minValue(1)),
  line: v.pipe(v.number(), v.integer(), v.minValue(0)),
  head: v.string(),
});

/** Writes a position as a checkpoint keeps it. */
export function formatFilePosition(position: FilePosition): string {
  return JSON.stringify(position);
}

/** Reads a checkpoint; null if there is none, or if it is about another file. */
export function parseFilePosition(
  text: string | null,
  head: string,
): FilePosition | null {
  if (text === null) return null;
  const position = v.parse(v.pipe(v.string(), v.parseJson(), Position), text);
  return position.head === head ? position : null;
}

/** An open file of posts. */
interface OpenFile {
  /** What its first bytes are, in short. */
  readonly head: string;
  /** Its bytes, unpacked if they are gzip; the file closes with them. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

const HEAD_BYTES = 4_096;

/** Opens a file of posts, plain or gzip (told by its first bytes, not by its name). */
export async function openFile(path: string): Promise<OpenFile> {
  const file = await Deno.open(path);
  try {
    const first = new Uint8Array(HEAD_BYTES);
    const length = await file.read(first) ?? 0;
    await file.seek(0, Deno.SeekMode.Start);
    const head = await digest(first.subarray(0, length));
    const isGzip = first[0] === 0x1f && first[1] === 0x8b;
    return { head, chunks: isGzip ? gunzip(file.readable) : file.readable };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Not `DecompressionStream`: that takes only the first member of a file that was appended to. */
async function* gunzip(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const unpacked = createGunzip();
  const piped = pipeline(Readable.from(chunks), unpacked).catch(() => {}); // the reader is told
  try {
    yield* unpacked;
  } finally {
    await piped;
  }
}

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return hash.slice(0, 8).toHex();
}

/** Waits until a post is due; resolves at once if that is past or `signal` aborts. */
type Pace = (
  createdMs: number | null,
  signal: AbortSignal,
) => Promise<void>;

/** How fast to give posts; as fast as they are taken if neither is set. */
export interface PaceOptions {
  /** Posts a second. */
  rate?: number | undefined;
  /** Times faster than the posts were written; one without a time is due at once. */
  speed?: number | undefined;
}

/** Creates a pace whose clock starts with the first post. */
export function createPace({ rate, speed }: PaceOptions): Pace {
  const startMs = performance.now();
  let first: { atMs: number; createdMs: number } | undefined;
  let count = 0;

  function dueMs(createdMs: number | null): number {
    if (rate) return startMs + count++ * 1_000 / rate;
    if (!speed || createdMs === null) return 0;
    first ??= { atMs: performance.now(), createdMs };
    return first.atMs + (createdMs - first.createdMs) / speed;
  }

  return async (createdMs, signal) => {
    const waitMs = dueMs(createdMs) - performance.now();
    if (waitMs > 0) await longDelay(waitMs, signal);
  };
}

/** Timers take at most 2^31 ms: a quiet year at `speed=1` is more. */
async function longDelay(waitMs: number, signal: AbortSignal): Promise<void> {
  const endMs = performance.now() + waitMs;
  while (!signal.aborted) {
    const restMs = endMs - performance.now();
    if (restMs <= 0) return;
    await delay(Math.min(restMs, 2 ** 31 - 1), undefined, { signal })
      .catch(() => {});
  }
}
