import type { EventQueue } from "../event_queue.ts";
import { type Line, LineSplitter } from "../lines.ts";
import { headOf } from "../post_fields.ts";
import type { SourceEvent } from "../source.ts";
import type { SpendMeter } from "../spending.ts";
import {
  endsConnection,
  explainProblem,
  isRateProblem,
  type XFailure,
  type XProblem,
} from "./errors.ts";
import type { XWaits } from "./pacing.ts";
import { MAX_LINE, parseXLine, toPost, type XLine } from "./posts.ts";
import type { RuleKeeper } from "./rule_keeper.ts";

/** Bytes of the stream that may wait for the reader of the events. */
export const MAX_WAITING = 8 * 1024 * 1024;

/** Events that arrived together. */
export interface EventBatch {
  readonly events: readonly SourceEvent[];
  /** Resolves when their cost is written down; they are handed on after that. */
  readonly counted: Promise<void>;
}

/** Options for {@linkcode readStream}. */
export interface ReadStreamOptions {
  readonly meter: SpendMeter;
  readonly queue: EventQueue<EventBatch>;
  readonly rules: Pick<RuleKeeper, "slugsOf">;
  readonly waits: XWaits;
  readonly now: () => number;
  /** Called once, before the first event. */
  readonly onLive: () => void;
}

/** How a connection ended. */
export interface StreamEnd {
  readonly why: string;
  /** `spent`: the day's posts are used up; `full`: too many bytes wait. */
  readonly kind: XFailure | "spent" | "full";
  /** Whether X sent anything at all, keep-alives included. */
  readonly hadLines: boolean;
}

/**
 * Reads a connection until it ends or `signal` aborts. It never waits for the
 * reader of the events, as X disconnects slow clients.
 */
export async function readStream(
  stream: ReadableStream<Uint8Array>,
  signal: AbortSignal,
  options: ReadStreamOptions,
): Promise<StreamEnd> {
  const reading = new Reading(stream, options);
  const stop = () => reading.end("stopped", "network");
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await reading.run();
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

class Reading {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #options: ReadStreamOptions;
  readonly #splitter = new LineSplitter(MAX_LINE);
  readonly #stands: ReturnType<typeof setTimeout>;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #end: Omit<StreamEnd, "hadLines"> | null = null;
  #hadLines = false;
  #isLive = false;

  constructor(
    stream: ReadableStream<Uint8Array>,
    options: ReadStreamOptions,
  ) {
    this.#reader = stream.getReader();
    this.#options = options;
    this.#stands = setTimeout(() => this.#live(), options.waits.standsMs);
    this.#watchSilence();
  }

  async run(): Promise<StreamEnd> {
    for (let bytes; this.#end === null && (bytes = await this.#read());) {
      this.#take(bytes);
    }
    return { ...this.#end!, hadLines: this.#hadLines };
  }

  /** Ends the connection; only the first reason counts. */
  end(why: string, kind: StreamEnd["kind"]): void {
    this.#end ??= { why, kind };
    clearTimeout(this.#silence);
    clearTimeout(this.#stands);
    // It fails where the connection broke already.
    this.#reader.cancel().catch(() => {});
  }

  async #read(): Promise<Uint8Array | undefined> {
    try {
      const { value } = await this.#reader.read();
      if (value === undefined) this.end("X closed the connection", "network");
      return value;
    } catch (error) {
      if (this.#end === null && !(error instanceof TypeError)) throw error;
      this.end("The connection to X broke", "network");
      return undefined;
    }
  }

  #watchSilence(): void {
    const { silenceMs } = this.#options.waits;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.end(`X sent nothing for ${silenceMs / 1_000} s`, "network");
    }, silenceMs);
  }

  #live(): void {
    if (!this.#isLive) this.#options.onLive();
    this.#isLive = true;
  }

  #take(bytes: Uint8Array): void {
    const lines = [...this.#splitter.push(bytes)];
    if (lines.length === 0) return;
    this.#watchSilence();
    const billedIds: string[] = [];
    const events: SourceEvent[] = [];
    let fatal: XProblem | undefined;
    for (const line of lines) {
      const parsed = parseXLine(line);
      if (parsed.kind === "problem" && endsConnection(parsed.problem)) {
        fatal ??= parsed.problem;
        continue;
      }
      this.#hadLines = true;
      if ("id" in parsed) billedIds.push(parsed.id);
      const event = this.#toEvent(parsed, line);
      if (event !== null) events.push(event);
    }
    this.#handOn(events, billedIds, bytes.length);
    this.#endIfDue(fatal);
  }

  #toEvent(parsed: XLine, { bytes }: Line): SourceEvent | null {
    const { rules, now } = this.#options;
    const position = null;
    if (parsed.kind === "alive") return null;
    if (parsed.kind === "post") {
      const topics = rules.slugsOf(parsed.answer.matching_rules);
      if (topics.length === 0) return null;
      const post = toPost(parsed.answer, now());
      return { kind: "post", post, topics, position };
    }
    const { reason, detail } = parsed.kind === "rejected" ? parsed : {
      reason: "malformed" as const,
      detail: explainProblem(null, parsed.problem),
    };
    const head = headOf(bytes);
    return { kind: "rejected", reason, detail, head, position };
  }

  #handOn(events: SourceEvent[], billedIds: string[], bytes: number): void {
    const { meter, queue } = this.#options;
    const counted = billedIds.length === 0
      ? Promise.resolve()
      : meter.count(billedIds);
    if (this.#hadLines) this.#live();
    if (events.length > 0) queue.push({ events, counted }, bytes);
  }

  #endIfDue(fatal: XProblem | undefined): void {
    const { meter, queue } = this.#options;
    if (fatal) {
      const kind = isRateProblem(fatal) ? "rate" : "network";
      this.end(explainProblem(null, fatal), kind);
    } else if (meter.isSpent) {
      this.end("The posts of this day are used up", "spent");
    } else if (queue.bytes > MAX_WAITING) {
      this.end("Posts arrive faster than they can be processed", "full");
    }
  }
}
