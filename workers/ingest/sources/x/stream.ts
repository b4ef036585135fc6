import { type Line, LineSplitter } from "../lines.ts";
import { MAX_SIZE, reject } from "../post_fields.ts";
import type { SourceEvent } from "../source.ts";
import type { SpendMeter } from "../spending.ts";
import {
  endsConnection,
  explainProblem,
  isRateProblem,
  XError,
  type XFailure,
  type XProblem,
} from "./errors.ts";
import type { Timeouts } from "./pacing.ts";
import { parseXLine, toPost, type XLine } from "./posts.ts";
import type { RuleKeeper } from "./rule_keeper.ts";

/** Bytes of the stream that may wait for the reader of the events. */
export const MAX_WAITING = 8 * 1024 * 1024;

/** Options for {@linkcode readStream}. */
export interface ReadStreamOptions {
  readonly meter: SpendMeter;
  readonly queue: BatchQueue;
  readonly rules: Pick<RuleKeeper, "slugsOf">;
  readonly timeouts: Timeouts;
  readonly now: () => number;
  /** Called with each sign of life, keep-alives included, before its events. */
  readonly onAlive: () => void;
}

/**
 * Reads a connection until `signal` aborts or the day's posts are used up. It
 * never waits for the reader of the events, as X disconnects slow clients.
 *
 * @throws {XError} If the connection ends otherwise.
 */
export async function readStream(
  stream: ReadableStream<Uint8Array>,
  signal: AbortSignal,
  options: ReadStreamOptions,
): Promise<void> {
  const { meter, queue, onAlive, timeouts: { silenceMs } } = options;
  const reader = stream.getReader();
  const failing = new AbortController();
  const fail = (why: string, kind: XFailure = "network") =>
    failing.abort(new XError(why, kind));
  const ending = AbortSignal.any([signal, failing.signal]);
  const cancel = () => void reader.cancel().catch(() => {}); // broken already
  ending.addEventListener("abort", cancel);
  const silent = () => fail(`X sent nothing for ${silenceMs / 1_000} s`);
  let silence = setTimeout(silent, silenceMs);
  const splitter = new LineSplitter(MAX_SIZE);
  try {
    while (!ending.aborted) {
      const bytes = await readChunk(reader, ending, fail);
      const lines = [...splitter.push(bytes)];
      if (lines.length === 0) continue;
      clearTimeout(silence);
      silence = setTimeout(silent, silenceMs);
      const { events, billedIds, fatal, isAlive } = readLines(lines, options);
      if (isAlive) onAlive();
      const counted = billedIds.length > 0 ? meter.count(billedIds) : undefined;
      if (events.length > 0) {
        queue.push({ events, bytes: bytes.length, counted });
      }
      if (fatal) {
        fail(
          explainProblem(null, fatal),
          isRateProblem(fatal) ? "rate" : "network",
        );
      } else if (meter.isSpent) return await meter.count([]);
      else if (queue.bytes > MAX_WAITING) {
        fail("Posts arrive faster than they can be processed");
      }
    }
  } finally {
    clearTimeout(silence);
    cancel();
  }
  if (!signal.aborted) failing.signal.throwIfAborted();
}

/** The next bytes; none at the end, which counts as a failure. */
async function readChunk(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  ending: AbortSignal,
  fail: (why: string) => void,
): Promise<Uint8Array> {
  try {
    const { value } = await reader.read();
    if (value !== undefined) return value;
    fail("X closed the connection");
  } catch (error) {
    if (!ending.aborted && !(error instanceof TypeError)) throw error;
    fail("The connection to X broke");
  }
  return new Uint8Array();
}

/** What lines that arrived together say. */
interface ReadLines {
  readonly events: SourceEvent[];
  /** Ids of the posts that X bills. */
  readonly billedIds: string[];
  /** Why X ends the connection. */
  readonly fatal: XProblem | undefined;
  /** Whether there is anything else, keep-alives included. */
  readonly isAlive: boolean;
}

function readLines(
  lines: readonly Line[],
  options: Pick<ReadStreamOptions, "rules" | "now">,
): ReadLines {
  const events: SourceEvent[] = [];
  const billedIds: string[] = [];
  let fatal: XProblem | undefined;
  let isAlive = false;
  for (const line of lines) {
    const parsed = parseXLine(line);
    if (parsed.kind === "problem" && endsConnection(parsed.problem)) {
      fatal ??= parsed.problem;
      continue;
    }
    isAlive = true;
    if ("id" in parsed) billedIds.push(parsed.id);
    const event = toEvent(parsed, line, options);
    if (event !== null) events.push(event);
  }
  return { events, billedIds, fatal, isAlive };
}

function toEvent(
  parsed: XLine,
  { bytes }: Line,
  { rules, now }: Pick<ReadStreamOptions, "rules" | "now">,
): SourceEvent | null {
  switch (parsed.kind) {
    case "alive":
      return null;
    case "rejected":
      return reject(bytes, parsed.reason, parsed.detail);
    case "problem":
      return reject(bytes, "malformed", explainProblem(null, parsed.problem));
    case "post": {
      const topics = rules.slugsOf(parsed.answer.matching_rules);
      if (topics.length === 0) return null;
      const post = toPost(parsed.answer, now());
      const kind = post.version ? "edit" : "post";
      return { kind, post, topics, position: null };
    }
  }
}

/** Events that arrived together. */
export interface EventBatch {
  readonly events: readonly SourceEvent[];
  readonly bytes: number;
  /** Resolves when their cost is written down; they are handed on after that. */
  readonly counted?: Promise<void> | undefined;
}

/** Batches that wait for the one reader of the source; X is read on meanwhile. */
export type BatchQueue = ReturnType<typeof createBatchQueue>;

/** Creates an empty queue. It takes any number of batches. */
export function createBatchQueue() {
  let controller!: ReadableStreamDefaultController<EventBatch>;
  let onRoom = () => {};
  const strategy = {
    highWaterMark: MAX_WAITING / 2,
    size: ({ bytes }: EventBatch) => bytes,
  };
  const stream = new ReadableStream<EventBatch>({
    start: (it) => void (controller = it),
    pull: () => onRoom(),
  }, strategy);
  const waiting = () => strategy.highWaterMark - controller.desiredSize!;

  return {
    /** Bytes that wait. */
    get bytes(): number {
      return waiting();
    },
    push: (batch: EventBatch) => controller.enqueue(batch),
    /** The reader gets those that wait, then its loop ends. */
    end: () => controller.close(),
    /** Batches may still be pushed when the reader has left. */
    read: () => stream.values({ preventCancel: true }),
    /** Resolves once less than half of {@linkcode MAX_WAITING} waits, or when `signal` aborts. */
    async drained(signal: AbortSignal): Promise<void> {
      while (waiting() >= strategy.highWaterMark && !signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        onRoom = resolve;
        signal.addEventListener("abort", onRoom, { once: true });
        await promise;
        signal.removeEventListener("abort", onRoom);
      }
    },
  };
}
