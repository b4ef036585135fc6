import { nextTurn } from "../domain/time/turns.ts";
import {
  type Changes,
  formatCursor,
  type TopicTick,
} from "../domain/live/snapshot.ts";
import { sleep } from "../domain/time/retry.ts";
import {
  encodeDeletion,
  encodeTopics,
  type Send,
  splitPosts,
} from "./events.ts";
import {
  createUpdateReader,
  hasTopics,
  isContiguous,
  type LiveReads,
  type LiveState,
  loadState,
  type TopicUpdate,
  type UpdateReader,
  updateTopic,
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
  readonly #reads: LiveReads;
  readonly #send: Send;
  readonly #options: PollerOptions;
  #run: Run | null = null;

  constructor(reads: LiveReads, send: Send, options: PollerOptions) {
    this.#reads = reads;
    this.#send = send;
    this.#options = options;
  }

  /** The last successful poll; null while the loop does not run. */
  get lastPoll(): Poll | null {
    return this.#run?.lastPoll ?? null;
  }

  /** What viewers know; null while the loop does not run. */
  get state(): LiveState | null {
    return this.#run?.state ?? null;
  }

  /** Starts the loop unless it runs; returns the state once it is loaded. */
  start(): Promise<LiveState> {
    if (this.#run) return this.#run.loaded;
    const run = new Run(this.#reads, this.#send, this.#options);
    this.#run = run;
    run.loaded.catch(() => {
      if (this.#run === run) this.#run = null;
    });
    return run.loaded;
  }

  /** Polls now; afterwards the state has everything that was visible at the call. */
  async poll(): Promise<void> {
    await this.#run?.poll();
  }

  /** Wakes the loop after a commit. */
  notifyCommit(): void {
    this.#run?.wake();
  }

  /** Ends the loop and drops the state: what still runs reaches nobody. */
  stop(): void {
    this.#run?.stop();
    this.#run = null;
  }
}

/** One life of the loop, from the first viewer to the last. */
class Run {
  readonly loaded: Promise<LiveState>;
  state: LiveState | null = null;
  lastPoll: Poll | null = null;

  readonly #options: PollerOptions;
  readonly #updater: Updater;
  readonly #stopping = new AbortController();
  #waiting = new AbortController();
  #polling: Promise<void> = Promise.resolve();
  /** A poll that has not begun: all who ask meanwhile share it. */
  #next: Promise<void> | null = null;

  constructor(reads: LiveReads, send: Send, options: PollerOptions) {
    this.#options = options;
    const { signal } = this.#stopping;
    this.#updater = {
      reads,
      send: (encode) => signal.aborted || send(encode),
      readUpdates: createUpdateReader(reads),
      signal,
    };
    this.loaded = loadState(reads);
    this.loaded.then((state) => this.#loop(state), () => {});
  }

  poll(): Promise<void> {
    const state = this.state;
    if (!state) return this.#polling;
    return this.#next ??= this.#polling = this.#polling.catch(() => {})
      .then(() => {
        this.#next = null;
        return this.#pollOnce(state);
      });
  }

  wake(): void {
    this.#waiting.abort();
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #loop(state: LiveState): Promise<void> {
    const { signal } = this.#stopping;
    const { pollMs, onError } = this.#options;
    this.state = state;
    while (!signal.aborted) {
      this.#waiting = new AbortController();
      const startMs = performance.now();
      await this.poll().catch((error) => signal.aborted || onError(error));
      await sleep(pollMs, AbortSignal.any([signal, this.#waiting.signal]));
      await sleep(MIN_PAUSE_MS - (performance.now() - startMs), signal);
    }
  }

  async #pollOnce(state: LiveState): Promise<void> {
    await catchUp(state, this.#updater);
    if (this.#stopping.signal.aborted) return;
    this.lastPoll = { seq: state.cursor.seq, atMs: Date.now() };
  }
}

/** What updates the state. */
interface Updater {
  readonly reads: LiveReads;
  readonly readUpdates: UpdateReader;
  readonly send: Send;
  /** Aborts when nobody watches any more. */
  readonly signal: AbortSignal;
}

/** Brings the state up to date: the newest changes, and the current topics. */
async function catchUp(state: LiveState, updater: Updater): Promise<void> {
  const topics = await updater.reads.readTopics();
  const last = await applyPages(state, updater, Infinity);
  if (updater.signal.aborted) return;
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
  { reads, readUpdates, send, signal }: Updater,
  upTo: number,
): Promise<Changes | null> {
  while (!signal.aborted) {
    const changes = await reads.readChanges(state.cursor.seq, { upTo });
    if (!isContiguous(state, changes.cursor)) return null;
    const updates = await readUpdates(state, changes, Date.now());
    await applyChanges(state, changes, updates, send);
    if (!changes.more) return changes;
  }
  return null;
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

/** Applies changes to the state, and sends them to viewers step by step. */
async function applyChanges(
  state: LiveState,
  changes: Changes,
  updates: ReadonlyMap<string, TopicUpdate>,
  send: Send,
): Promise<void> {
  if (changes.deleted.length > 0) removePosts(state, changes.deleted, send);
  for (const { posts } of splitPosts(changes.edited)) {
    const edits = mapValues(posts, (edited) => ({ edited }));
    applyUpdates(state, state.cursor.seq, edits, send);
  }
  const parts = splitPosts(changes.posts);
  const last = parts.pop();
  for (const { seq, posts } of parts) {
    applyUpdates(state, seq, mapValues(posts, (posts) => ({ posts })), send);
    await nextTurn(); // lets the sent bytes leave before more are encoded
  }
  const rest = new Map(updates);
  for (const [slug, posts] of last?.posts ?? []) {
    rest.set(slug, { ...rest.get(slug), posts });
  }
  applyUpdates(state, changes.cursor.seq, rest, send);
}

/**
 * Deletes posts. The event carries the cursor before the changes, so that a
 * viewer who misses it resumes before it. So do edits.
 */
function removePosts(
  state: LiveState,
  seqs: readonly number[],
  send: Send,
): void {
  const deleted = new Set(seqs);
  for (const [slug, topic] of state.topics) {
    const posts = topic.posts.filter((post) => !deleted.has(post.seq));
    state.topics.set(slug, { ...topic, posts });
  }
  state.revision++;
  const bytes = encodeDeletion(formatCursor(state.cursor), seqs);
  send(() => bytes);
}

/**
 * Moves topics to a later `seq`, and sends viewers what they do not have.
 * Synchronous, so that a viewer who joins has either both or neither.
 */
function applyUpdates(
  state: LiveState,
  seq: number,
  updates: ReadonlyMap<string, TopicUpdate>,
  send: Send,
): void {
  const ticks = new Map<string, TopicTick>();
  for (const [slug, update] of updates) {
    const before = state.topics.get(slug);
    if (!before) continue; // added a moment ago: viewers do not know it yet
    const { after, tick } = updateTopic(before, update);
    state.topics.set(slug, after);
    if (tick) ticks.set(slug, tick);
  }
  state.cursor = { ...state.cursor, seq };
  if (ticks.size === 0) return;
  state.revision++;
  send(encodeTopics("tick", { cursor: formatCursor(state.cursor) }, ticks));
}

function mapValues<T, U>(
  map: ReadonlyMap<string, T>,
  change: (value: T) => U,
): Map<string, U> {
  return new Map(Array.from(map, ([key, value]) => [key, change(value)]));
}
