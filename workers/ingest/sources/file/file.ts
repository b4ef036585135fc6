import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import * as v from "valibot";
import { sleep } from "../../../../domain/time/retry.ts";
import { type Line, splitLines } from "../lines.ts";
import { MAX_SIZE, reject } from "../post_fields.ts";
import type { PostEvent, Source, SourcePost } from "../source.ts";
import { parseLine } from "./lines.ts";

/** Options for {@linkcode fileSource}. */
export interface FileSourceOptions extends PaceOptions {
  /** Whether posts get the time at which they are read. @default {false} */
  restamp?: boolean;
  /**
   * Whether to start over at the end, if there were posts; ids of pass n > 1
   * end with `~n`. @default {false}
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
      const { first, chunks } = await openFile(path);
      const start = pass === 0 ? parseFilePosition(position, first) : null;
      const file = start ?? { head: fingerprint(first), size: first.length };
      pass = start?.pass ?? pass + 1;
      hasMore = loop && start !== null;
      const pace = createPace(options);
      let number = 0;
      for await (const line of splitLines(chunks, MAX_SIZE)) {
        if (signal.aborted) return;
        if (++number <= (start?.line ?? 0)) continue;
        const nowMs = Date.now();
        const event = toEvent(line, nowMs, { ...file, pass, line: number });
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
    return reject(line.bytes, parsed.reason, parsed.detail, position);
  }
  const { pass } = place;
  const post = pass === 1 ? parsed : { ...parsed, id: `${parsed.id}~${pass}` };
  return { kind: "post", post, position };
}

/** When a post was written; null if that is unknown, or in the future. */
function ownTime({ createdMs }: SourcePost, nowMs: number): number | null {
  return createdMs < nowMs ? createdMs : null;
}

/** Gives posts the current time, which never goes back. */
function createStamp(): (post: SourcePost) => SourcePost {
  let lastMs = 0;
  return (post) => {
    lastMs = Math.max(lastMs, Date.now());
    return { ...post, createdMs: lastMs };
  };
}

/** The position of a reader of a file. */
interface FilePosition {
  /** The pass over the file, from 1. */
  readonly pass: number;
  /** Lines of this pass that were read. */
  readonly line: number;
  /** Hash of the file's first bytes, which identifies it. */
  readonly head: string;
  /** How many bytes were hashed: a short file may grow. */
  readonly size: number;
}

const HEAD_BYTES = 4_096;

const Position = v.object({
  pass: v.pipe(v.number(), v.integer(), v.minValue(1)),
  line: v.pipe(v.number(), v.integer(), v.minValue(0)),
  head: v.string(),
  size: v.optional(v.number(), HEAD_BYTES),
});

/** Formats a position as it is stored. */
export function formatFilePosition(
  { pass, line, head, size }: FilePosition,
): string {
  return JSON.stringify({ pass, line, head, size });
}

/**
 * Parses a stored position; null if there is none, or it belongs to another file.
 *
 * @param first The first bytes of the file, which may have grown since.
 */
export function parseFilePosition(
  text: string | null,
  first: Uint8Array,
): FilePosition | null {
  if (text === null) return null;
  const position = v.parse(v.pipe(v.string(), v.parseJson(), Position), text);
  const head = fingerprint(first.subarray(0, position.size));
  const size = Math.min(position.size, first.length);
  return position.head === head ? { ...position, size } : null;
}

function fingerprint(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

/** An open file of posts. */
interface OpenFile {
  /** Its first bytes, at most {@linkcode HEAD_BYTES}. */
  readonly first: Uint8Array;
  /** All its bytes, unzipped; the file is closed with them. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Opens a file of posts, plain or gzip (by its first bytes, not by its name). */
export async function openFile(path: string): Promise<OpenFile> {
  const file = await Deno.open(path);
  try {
    const bytes = new Uint8Array(HEAD_BYTES);
    const first = bytes.subarray(0, await file.read(bytes) ?? 0);
    await file.seek(0, Deno.SeekMode.Start);
    const isGzip = first[0] === 0x1f && first[1] === 0x8b;
    return { first, chunks: isGzip ? gunzip(file.readable) : file.readable };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Not `DecompressionStream`: that reads only the first member of a file with several. */
async function* gunzip(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const unpacked = createGunzip();
  const piped = pipeline(Readable.from(chunks), unpacked).catch(() => {}); // the reader gets the error
  try {
    yield* unpacked;
  } finally {
    await piped;
  }
}

/** Waits until a post is due; resolves at once if that is past or `signal` aborts. */
type Pace = (
  createdMs: number | null,
  signal: AbortSignal,
) => Promise<void>;

/** The pace of posts; as fast as they are read if neither is set. */
export interface PaceOptions {
  /** Posts a second. */
  rate?: number | undefined;
  /** Times faster than the posts were written; a post without a time is due at once. */
  speed?: number | undefined;
}

/** Creates a pace that starts with the first post. */
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
    const atMs = dueMs(createdMs);
    // `sleep` lasts 24 days at most: a quiet year at `speed=1` is more.
    while (!signal.aborted && performance.now() < atMs) {
      await sleep(atMs - performance.now(), signal);
    }
  };
}
