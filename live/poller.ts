import { type Changes, formatCursor } from "../domain/live/snapshot.ts";
import { sleep } from "../domain/time/retry.ts";
import { encodeTopics } from "./audience.ts";
import { applyChanges, type Send } from "./changes.ts";
import {
  createUpdateReader,
  hasTopics,
  isContiguous,
  type LiveReads,
  type LiveState,
  loadState,
  type UpdateReader,
} from "./state.ts";

/** Shortest time between two polls, however many commits are announced. */
const MIN_PAUSE_MS = 50;

/** A successful poll. */
export interface Poll {
  /** Everything up to here has been sent. */
  readonly seq: number;
  /** When it ended, in epoch milliseconds. */
  readonly atMs: number;
}

/** Options for {@linkcode Poller}. */
export interface PollerOptions {
  /** Milliseconds between the end of one poll and the start of the next. */
  pollMs: number;
  /** Called when a poll fails; the loop continues. */
  onError: (error: unknown) => void;
}

/** The polling loop of a process: keeps the state, and sends each change. */
export class Poller {
  /** The last successful poll; null while the loop does not run. */
  lastPoll: Poll | null = null;
  /** What viewers know; null while the loop does not run. */
  state: LiveState | null = null;

  readonly #reads: LiveReads;
  readonly #send: Send;
  readonly #options: PollerOptions;
  #run: { loaded: Promise<LiveState>; stop: AbortController } | null = null;
  #polling: Promise<void> = Promise.resolve();
  #pollOnce: (() => Promise<void>) | null = null;
  #waiting = new AbortController();

  constructor(reads: LiveReads, send: Send, options: PollerOptions) {
    this.#reads = reads;
    this.#send = send;
    this.#options = options;
  }

  /** Starts the loop unless it runs; returns the state once it is loaded. */
  start(): Promise<LiveState> {
    if (this.#run) return this.#run.loaded;
    const stop = new AbortController();
    const loaded = loadState(this.#reads);
    this.#run = { loaded, stop };
    loaded.then((state) => this.#loop(state, stop.signal), () => {
      if (this.#run?.stop === stop) this.#run = null;
    });
    return loaded;
  }

  /** Polls now; afterwards the state has everything that was visible at the call. */
  poll(): Promise<void> {
    const pollOnce = this.#pollOnce;
    if (pollOnce) this.#polling = this.#polling.catch(() => {}).then(pollOnce);
    return this.#polling;
  }

  /** Wakes the loop after a commit. */
  notifyCommit(): void {
    this.#waiting.abort();
  }

  /** Ends the loop and drops the state. */
  stop(): void {
    this.#run?.stop.abort();
    this.#run =
      this.lastPoll =
      this.state =
      this.#pollOnce =
        null;
  }

  async #loop(state: LiveState, signal: AbortSignal): Promise<void> {
    const { pollMs, onError } = this.#options;
    const readUpdates = createUpdateReader(this.#reads);
    const updater = { reads: this.#reads, send: this.#send, readUpdates };
    this.state = state;
    this.#pollOnce = async () => {
      await catchUp(state, updater);
      if (signal.aborted) return;
      this.lastPoll = { seq: state.cursor.seq, atMs: Date.now() };
    };
    while (!signal.aborted) {
      this.#waiting = new AbortController();
      const startMs = performance.now();
      await this.poll().catch((error) => signal.aborted || onError(error));
      await sleep(pollMs, AbortSignal.any([signal, this.#waiting.signal]));
      await sleep(MIN_PAUSE_MS - (performance.now() - startMs), signal);
    }
  }
}

/** What updates the state. */
interface Updater {
  readonly reads: LiveReads;
  readonly readUpdates: UpdateReader;
  readonly send: Send;
}

/** Brings the state up to date: the newest changes, and the current topics. */
async function catchUp(state: LiveState, updater: Updater): Promise<void> {
  const topics = await updater.reads.readTopics();
  const last = await applyPages(state, updater, Infinity);
  if (!last || !hasTopics(state, last.slugs, topics)) {
    await reload(state, updater);
  }
}

/**
 * Applies changes up to a `seq`, one page at a time.
 *
 * @returns The last page; null if the database was replaced or reset.
 */
async function applyPages(
  state: LiveState,
  { reads, readUpdates, send }: Updater,
  upTo: number,
): Promise<Changes | null> {
  while (true) {
    const changes = await reads.readChanges(state.cursor.seq, { upTo });
    if (!isContiguous(state, changes.cursor)) return null;
    const updates = await readUpdates(state, changes, Date.now());
    await applyChanges(state, changes, updates, send);
    if (!changes.more) return changes;
  }
}

/**
 * Replaces the state after a topic or the database changed. Viewers first get
 * the changes up to then, so that they miss nothing.
 */
async function reload(state: LiveState, updater: Updater): Promise<void> {
  const { cursor, topics } = await loadState(updater.reads);
  const applied = isContiguous(state, cursor) &&
    await applyPages(state, updater, cursor.seq);
  state.cursor = cursor;
  state.revision++;
  state.topics.clear();
  for (const [slug, topic] of topics) state.topics.set(slug, topic);
  const head = { cursor: formatCursor(cursor), reset: !applied };
  updater.send(encodeTopics("snapshot", head, topics));
}
