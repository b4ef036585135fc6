import { type Line, LineSplitter } from "../lines.ts";
import { headOf } from "../post_fields.ts";
import type { SourceEvent } from "../source.ts";
import type { SpendMeter } from "../spending.ts";
import type { XStream } from "./client.ts";
import {
  explainProblem,
  isTooManyConnections,
  type XFailure,
  type XProblem,
} from "./errors.ts";
import type { XWaits } from "./pacing.ts";
import { MAX_LINE, parseXLine, toPost } from "./posts.ts";
import type { RuleKeeper } from "./rules.ts";

/** Bytes of the wire that may wait to be handed on. */
export const MAX_WAITING = 8 * 1024 * 1024;

/** Options for {@linkcode readStream}. */
export interface ReadStreamOptions {
  readonly meter: SpendMeter;
  readonly queue: BatchQueue;
  readonly rules: Pick<RuleKeeper, "slugsOf">;
  readonly waits: XWaits;
  readonly now: () => number;
  /** Told once, before the first event: the connection stands. */
  readonly onLive: () => void;
}

/** How a connection ended. */
export interface StreamEnd {
  readonly why: string;
  /** `spent`: the day's posts are; `full`: too much waits to be handed on. */
  readonly kind: XFailure | "spent" | "full";
  /** Whether X sent anything at all, if only a sign of life. */
  readonly hadLines: boolean;
}

/**
 * Reads a connection until it ends or `signal` aborts. It never waits for who
 * takes the events: X cuts off those who read slowly.
 */
export function readStream(
  stream: XStream,
  signal: AbortSignal,
  options: ReadStreamOptions,
): Promise<StreamEnd> {
  const { promise, resolve } = Promise.withResolvers<StreamEnd>();
  const reading = new Reading(stream, options, resolve);
  const stop = () => reading.end("The reading was ended", "network");
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  return promise.finally(() => signal.removeEventListener("abort", stop));
}

class Reading {
  readonly #stream: XStream;
  readonly #options: ReadStreamOptions;
  readonly #onEnd: (end: StreamEnd) => void;
  readonly #buffer = new LineSplitter(MAX_LINE);
  #silence: ReturnType<typeof setTimeout> | undefined;
  #stands: ReturnType<typeof setTimeout>;
  #hadLines = false;
  #isLive = false;

  constructor(
    stream: XStream,
    options: ReadStreamOptions,
    onEnd: (end: StreamEnd) => void,
  ) {
    this.#stream = stream;
    this.#options = options;
    this.#onEnd = onEnd;
    this.#stands = setTimeout(() => this.#live(), options.waits.standsMs);
    this.#watchSilence();
    stream.listen(
      (bytes) => this.#take(bytes),
      (why) => this.end(why, "network"),
    );
  }

  end(why: string, kind: StreamEnd["kind"]): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#stands);
    this.#stream.close();
    this.#onEnd({ why, kind, hadLines: this.#hadLines });
  }

  #watchSilence(): void {
    const { silenceMs } = this.#options.waits;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      const why = `X sent nothing for ${silenceMs / 1_000} s`;
      this.end(why, "network");
    }, silenceMs);
  }

  #live(): void {
    if (!this.#isLive) this.#options.onLive();
    this.#isLive = true;
  }

  #take(bytes: Uint8Array): void {
    const lines = [...this.#buffer.push(bytes)];
    if (lines.length === 0) return;
    this.#watchSilence();
    const ids: string[] = [];
    const events: SourceEvent[] = [];
    let problem: XProblem | undefined;
    for (const line of lines) {
      const read = this.#readLine(line);
      if (read.id !== undefined) ids.push(read.id);
      if (read.event) events.push(read.event);
      problem ??= read.problem;
    }
    this.#handOn(events, ids, bytes.length);
    this.#judge(problem);
  }

  #readLine(line: Line): {
    event?: SourceEvent;
    /** Of what X bills. */
    id?: string | undefined;
    /** For which X ends the connection. */
    problem?: XProblem;
  } {
    const read = parseXLine(line);
    if (read.kind === "problem" && endsConnection(read.problem)) {
      return { problem: read.problem };
    }
    this.#hadLines = true;
    const position = null;
    switch (read.kind) {
      case "alive":
        return {};
      case "post": {
        const { answer } = read;
        const topics = this.#options.rules.slugsOf(answer.matching_rules);
        const { id } = answer.data;
        if (topics.length === 0) return { id };
        const post = toPost(answer, this.#options.now());
        return { id, event: { kind: "post", post, topics, position } };
      }
      case "problem":
      case "rejected": {
        const { reason, detail, id } = read.kind === "rejected" ? read : {
          reason: "malformed" as const,
          detail: explainProblem(null, read.problem),
          id: undefined,
        };
        const head = headOf(line.bytes);
        return {
          id,
          event: { kind: "rejected", reason, detail, head, position },
        };
      }
    }
  }

  #handOn(events: SourceEvent[], ids: string[], bytes: number): void {
    const { meter, queue } = this.#options;
    const ready = ids.length === 0 ? Promise.resolve() : meter.count(ids);
    if (this.#hadLines) this.#live();
    if (events.length > 0) queue.push({ events, bytes, ready });
  }

  #judge(problem: XProblem | undefined): void {
    const { meter, queue } = this.#options;
    if (problem) this.end(explainProblem(null, problem), failureOf(problem));
    else if (meter.isSpent) {
      this.end("The posts of this day are spent", "spent");
    } else if (queue.bytes > MAX_WAITING) {
      this.end("Posts come faster than they can be taken", "full");
    }
  }
}

function endsConnection(problem: XProblem): boolean {
  return problem.disconnect_type !== undefined ||
    problem.title === "operational-disconnect" ||
    problem.title === "ConnectionException" || problem.code === 88 ||
    isTooManyConnections(problem);
}

function failureOf(problem: XProblem): XFailure {
  const isRate = isTooManyConnections(problem) || problem.code === 88;
  return isRate ? "rate" : "network";
}

/** Events that came together. */
interface EventBatch {
  readonly events: readonly SourceEvent[];
  /** What they were on the wire. */
  readonly bytes: number;
  /** They are handed on after it; it never rejects. */
  readonly ready: Promise<void>;
}

/** Events between the connection, which does not wait, and who takes them, who may. */
export interface BatchQueue {
  /** Bytes that wait. */
  readonly bytes: number;
  push(batch: EventBatch): void;
  /** No more will come. */
  close(): void;
  /** Resolves once at most so many bytes wait, or at the end of `signal`. */
  drained(bytes: number, signal: AbortSignal): Promise<void>;
  /** Until it is closed and empty; when `signal` aborts, for `endMs` at most. */
  read(signal: AbortSignal, endMs: number): AsyncGenerator<SourceEvent>;
}

/** Creates an empty queue. */
export function createBatchQueue(): BatchQueue {
  const waiting: { batch: EventBatch; isReady: boolean }[] = [];
  let isClosed = false;
  let bytes = 0;
  let changed = Promise.withResolvers<void>();

  function change(): void {
    changed.resolve();
    changed = Promise.withResolvers();
  }

  return {
    get bytes() {
      return bytes;
    },
    push(batch) {
      const entry = { batch, isReady: false };
      waiting.push(entry);
      bytes += batch.bytes;
      void batch.ready.then(() => {
        entry.isReady = true;
        change();
      });
    },
    close() {
      isClosed = true;
      change();
    },
    async drained(most, signal) {
      signal.addEventListener("abort", change, { once: true });
      while (bytes > most && !signal.aborted) await changed.promise;
      signal.removeEventListener("abort", change);
    },
    async *read(signal, endMs) {
      const end = lateEnd(signal, endMs, change);
      try {
        while (!end.isOver) {
          const [first] = waiting;
          if (!first && isClosed) return;
          if (!first?.isReady) {
            await changed.promise;
            continue;
          }
          waiting.shift();
          for (const event of first.batch.events) {
            yield event;
            if (end.isOver) return;
          }
          bytes -= first.batch.bytes;
          change();
        }
      } finally {
        end.forget();
      }
    },
  };
}

/** A while after the abort of a signal. */
function lateEnd(signal: AbortSignal, ms: number, onEnd: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = {
    isOver: false,
    forget() {
      clearTimeout(timer);
      signal.removeEventListener("abort", begin);
    },
  };
  function begin(): void {
    timer = setTimeout(() => {
      end.isOver = true;
      onEnd();
    }, ms);
  }
  if (signal.aborted) begin();
  else signal.addEventListener("abort", begin, { once: true });
  return end;
}
