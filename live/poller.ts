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

/** Options for {@linkcode createPoller}. */
export interface PollerOptions {
  /** Milliseconds between the end of one poll and the start of the next. */
  pollMs: number;
  /** Called when a poll fails; the loop continues. */
  onError?: (error: unknown) => void;
}

/** A successful poll. */
export interface Poll {
  /** Everything up to here has been sent. */
  readonly seq: number;
  /** When it ended, in epoch milliseconds. */
  readonly atMs: number;
}

/** The polling loop of a process. */
export interface Poller {
  /** Starts the loop unless it runs; returns the state once it is loaded. */
  start(): Promise<LiveState>;
  /** Polls now; afterwards the state has everything that was visible at the call. */
  poll(): Promise<void>;
  /** The last successful poll; null while the loop does not run. */
  readonly lastPoll: Poll | null;
  /** What viewers know; null while the loop does not run. */
  readonly state: LiveState | null;
  /** Wakes the loop after a commit. */
  notifyCommit(): void;
  /** Ends the loop and drops the state. */
  stop(): void;
}

/** Creates the loop that keeps the state and calls `send` for each change. */
export function createPoller(
  reads: LiveReads,
  send: Send,
  options: PollerOptions,
): Poller {
  const { pollMs, onError = () => {} } = options;
  let run: { loaded: Promise<LiveState>; stop: AbortController } | undefined;
  let lastPoll: Poll | null = null;
  let state: LiveState | null = null;
  let wake = () => {};
  let polling: Promise<void> = Promise.resolve();
  let poll = () => polling;

  async function loop(loaded: LiveState, signal: AbortSignal): Promise<void> {
    state = loaded;
    const readUpdates = createUpdateReader(reads);
    const pollOnce = async () => {
      await catchUp(loaded, { reads, readUpdates, send });
      if (signal.aborted) return;
      lastPoll = { seq: loaded.cursor.seq, atMs: Date.now() };
    };
    poll = () => polling = polling.catch(() => {}).then(pollOnce);
    while (!signal.aborted) {
      const waiting = new AbortController();
      wake = () => waiting.abort();
      const startMs = performance.now();
      await poll().catch((error) => signal.aborted || onError(error));
      await sleep(pollMs, AbortSignal.any([signal, waiting.signal]));
      await sleep(MIN_PAUSE_MS - (performance.now() - startMs), signal);
    }
  }

  return {
    start() {
      if (run) return run.loaded;
      const stop = new AbortController();
      const loaded = loadState(reads);
      run = { loaded, stop };
      loaded.then((state) => loop(state, stop.signal), () => {
        if (run?.stop === stop) run = undefined;
      });
      return loaded;
    },
    poll: () => poll(),
    get lastPoll() {
      return lastPoll;
    },
    get state() {
      return state;
    },
    notifyCommit: () => wake(),
    stop() {
      run?.stop.abort();
      run = undefined;
      lastPoll = state = null;
      poll = () => polling;
      wake = () => {};
    },
  };
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
