import type { SourceRecord } from "../../domain/pipeline/pipeline.ts";
import type { Source, SourceRecords, SourceStatus } from "./sources/source.ts";

/** Options for {@linkcode createSourceHealth}. */
export interface SourceHealthOptions {
  /** From one sign of life to the next. @default {5_000} */
  beatMs?: number;
  /** @default {Date.now} */
  now?: () => number;
  /** Told of each time that it could not be written down; it is tried again. */
  onError?: (error: unknown) => void;
  /** Done at each beat. */
  onBeat?: () => Promise<void>;
}

/** Writes down how a source is doing: its state, and each interruption as a gap. */
export interface SourceHealth extends AsyncDisposable {
  /** What the source says of itself. */
  tell(status: SourceStatus): void;
  /** It gave something. */
  count(): void;
  /** It has no more to give. */
  end(): void;
  /** It broke off and is tried again; an interruption only if it can miss something. */
  fail(why: string): void;
}

/** States in which somebody expects to miss nothing. */
const FOLLOWED: ReadonlySet<SourceRecord["state"]> = new Set(["live", "down"]);

/**
 * Follows one run of a source. What happens is written in its order, and again
 * until the database takes it; what is still unwritten at the end is tried
 * once more.
 */
export function createSourceHealth(
  { key, name }: Pick<Source, "key" | "name">,
  records: SourceRecords,
  options: SourceHealthOptions = {},
): SourceHealth {
  const { beatMs = 5_000, now = Date.now } = options;
  const { onError = () => {}, onBeat = () => Promise.resolve() } = options;
  const gaps = createGapBook(key, records);
  const rateOf = createRate();
  let hasBegun = false;
  let record = newRecord(key, name, now());

  async function begin(): Promise<void> {
    const last = await records.readRecord(key);
    if (last && FOLLOWED.has(last.state)) gaps.unreadSinceMs = last.seenMs;
    hasBegun = true;
  }

  async function write(): Promise<void> {
    if (!hasBegun) await begin();
    await gaps.write();
    // Until the source tells more, what was known when it broke off stands.
    const isKept = record.state === "starting" && gaps.unreadSinceMs !== null;
    if (!isKept) await records.writeRecord({ ...record, seenMs: now() });
    await onBeat();
  }

  let writing: Promise<void> = Promise.resolve();
  const writeNext = () => writing = writing.then(write).catch(onError);

  function change(change: Partial<SourceRecord>): void {
    const isNew = "state" in change && change.state !== record.state;
    record = { ...record, ...change, ...(isNew && { changedMs: now() }) };
  }

  function down(atMs: number, why: string, retryMs: number): void {
    gaps.open(atMs, why);
    change({ state: "down", detail: `${why}; ${describeRetry(retryMs)}` });
  }

  void writeNext();
  const timer = setInterval(() => {
    change({ rate: rateOf(record.events) });
    void writeNext();
  }, beatMs);

  return {
    tell(status) {
      if (status.kind === "notice") change({ notice: status.detail });
      else if (status.kind === "live") {
        gaps.close(status.atMs, status.recovered);
        change({ state: "live", detail: status.detail });
      } else if (status.retryMs === null) {
        change({ state: "waiting", detail: status.why });
      } else down(status.atMs, status.why, status.retryMs);
      void writeNext();
    },
    count() {
      record = { ...record, events: record.events + 1 };
      if (record.state === "starting") change({ state: "reading" });
    },
    end: () => change({ state: "ended", detail: "", rate: 0 }),
    fail(why) {
      if (FOLLOWED.has(record.state)) down(now(), why, 0);
      else change({ state: "down", detail: why });
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await writeNext();
    },
  };
}

function newRecord(source: string, name: string, nowMs: number): SourceRecord {
  return {
    source,
    name,
    state: "starting",
    detail: "",
    notice: null,
    changedMs: nowMs,
    seenMs: nowMs,
    events: 0,
    rate: 0,
  };
}

/** Events a second since the last call, to one decimal. */
function createRate(): (events: number) => number {
  let before = 0;
  let atMs = performance.now();
  return (events) => {
    const seconds = (performance.now() - atMs) / 1_000;
    const rate = (events - before) / Math.max(seconds, 0.001);
    before = events;
    atMs = performance.now();
    return Math.round(rate * 10) / 10;
  };
}

function describeRetry(retryMs: number): string {
  const seconds = Math.ceil(retryMs / 1_000);
  return seconds === 0 ? "tries again now" : `tries again in ${seconds} s`;
}

/** What a gap says of the time in which no process was there. */
const UNREAD = "nobody read it";

/** The interruptions of one source, to be written down in their order. */
interface GapBook {
  /** When the source was last read, if that was broken off; null: nothing is known to be missing. */
  unreadSinceMs: number | null;
  /** The source is away since `atMs`; said again, only the reason is new. */
  open(atMs: number, why: string): void;
  /** It is back. */
  close(toMs: number, recovered: boolean): void;
  /** Writes what waits; what the database does not take stays. */
  write(): Promise<void>;
}

type Note =
  | { kind: "open"; atMs: number; why: string }
  | { kind: "close"; atMs: number; recovered: boolean };

/** Creates the book of a source. What a process before left open goes on. */
export function createGapBook(source: string, records: SourceRecords): GapBook {
  const notes: Note[] = [];
  let openId: number | null | undefined;

  async function open(fromMs: number, why: string): Promise<number> {
    const { unreadSinceMs } = book;
    const isUnread = unreadSinceMs !== null && unreadSinceMs < fromMs;
    const gap = isUnread
      ? { fromMs: unreadSinceMs, why: `${UNREAD}; then ${why}` }
      : { fromMs, why };
    return await records.openGap({ source, ...gap });
  }

  async function apply(note: Note): Promise<void> {
    if (openId === undefined) {
      openId = (await records.readOpenGap(source))?.id ?? null;
    }
    if (note.kind === "open") {
      if (openId === null) openId = await open(note.atMs, note.why);
      else await records.changeGap(openId, { why: note.why });
    } else {
      const { unreadSinceMs: fromMs } = book;
      if (openId === null && fromMs !== null && fromMs < note.atMs) {
        openId = await records.openGap({ source, fromMs, why: UNREAD });
      }
      if (openId !== null) {
        const { atMs: toMs, recovered } = note;
        await records.closeGap(openId, { toMs, recovered });
      }
      openId = null;
    }
    book.unreadSinceMs = null;
  }

  const book: GapBook = {
    unreadSinceMs: null,
    open(atMs, why) {
      const last = notes.length > 1 ? notes.at(-1) : undefined;
      if (last?.kind === "open") last.why = why;
      else notes.push({ kind: "open", atMs, why });
    },
    close: (atMs, recovered) =>
      void notes.push({ kind: "close", atMs, recovered }),
    async write() {
      for (let note; (note = notes[0]); notes.shift()) await apply(note);
    },
  };
  return book;
}
