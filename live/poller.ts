import { setTimeout as delay } from "node:timers/promises";
import { type Changes, formatCursor } from "../domain/live/snapshot.ts";
import { applyChanges, type Send } from "./changes.ts";
import { encodeTopics } from "./events.ts";
import {
  createUpdateReader,
  knowsTopics,
  leadsOn,
  type LiveReads,
  loadPresent,
  type Present,
  type UpdateReader,
} from "./present.ts";

/** Looks at the database are at least this far apart, however often it is nudged. */
const MIN_PAUSE_MS = 50;

/** Options for {@linkcode createPoller}. */
export interface PollerOptions {
  /** Milliseconds between the end of one look and the start of the next. */
  pollMs: number;
  /** Told of a failed look; the loop goes on. */
  onError?: (error: unknown) => void;
}

/** A look that the loop took at the database. */
export interface Look {
  /** What was visible up to here has been sent. */
  readonly seq: number;
  /** When it ended, in milliseconds since the epoch. */
  readonly atMs: number;
}

/** The one polling loop of a process. It runs from {@linkcode Poller.start} to stop. */
export interface Poller {
  /** Starts the loop unless it runs, and gives the present once it is known. */
  start(): Promise<Present>;
  /** Looks now; what is visible at the call is in the present when it resolves. */
  look(): Promise<void>;
  /** The last one that did not fail; null while the loop does not run. */
  readonly looked: Look | null;
  /** What viewers know by now; null while the loop does not run. */
  readonly present: Present | null;
  /** Says that there is something new. */
  nudge(): void;
  /** Ends the loop and forgets the present. */
  stop(): void;
}

/** Creates the loop that keeps the present and tells `send` of each change. */
export function createPoller(
  reads: LiveReads,
  send: Send,
  options: PollerOptions,
): Poller {
  const { pollMs, onError = () => {} } = options;
  let run: { present: Promise<Present>; stop: AbortController } | undefined;
  let looked: Look | null = null;
  let known: Present | null = null;
  let wake = () => {};
  let looking: Promise<void> = Promise.resolve();

  async function loop(present: Present, signal: AbortSignal): Promise<void> {
    known = present;
    const readUpdates = createUpdateReader(reads);
    const lookOnce = async () => {
      await catchUp(present, { reads, readUpdates, send });
      if (signal.aborted) return;
      looked = { seq: present.cursor.seq, atMs: Date.now() };
    };
    look = () => looking = looking.catch(() => {}).then(lookOnce);
    while (!signal.aborted) {
      const waiting = new AbortController();
      wake = () => waiting.abort();
      const startMs = performance.now();
      await look().catch((error) => signal.aborted || onError(error));
      const either = AbortSignal.any([signal, waiting.signal]);
      await delay(pollMs, undefined, { signal: either }).catch(() => {});
      const restMs = MIN_PAUSE_MS - (performance.now() - startMs);
      if (restMs > 0) {
        await delay(restMs, undefined, { signal }).catch(() => {});
      }
    }
  }
  let look = () => looking;

  function start(): Promise<Present> {
    if (run) return run.present;
    const stop = new AbortController();
    const present = loadPresent(reads);
    run = { present, stop };
    present.then((loaded) => loop(loaded, stop.signal), () => {
      if (run?.stop === stop) run = undefined;
    });
    return present;
  }

  return {
    start,
    look: () => look(),
    get looked() {
      return looked;
    },
    get present() {
      return known;
    },
    nudge: () => wake(),
    stop() {
      run?.stop.abort();
      run = undefined;
      looked = known = null;
      look = () => looking;
      wake = () => {};
    },
  };
}

/** What the present is moved on with. */
interface CatchUpParts {
  readonly reads: LiveReads;
  readonly readUpdates: UpdateReader;
  readonly send: Send;
}

/** Moves the present on to the newest place and the topics that there are now. */
async function catchUp(
  present: Present,
  parts: CatchUpParts,
): Promise<void> {
  const topics = await parts.reads.readTopics();
  const last = await walk(present, parts, Infinity);
  if (!last || !knowsTopics(present, last.slugs, topics)) {
    await renew(present, parts);
  }
}

/**
 * Applies changes up to a place, a page at a time.
 *
 * @returns The last page; null if the database is not what it was.
 */
async function walk(
  present: Present,
  { reads, readUpdates, send }: CatchUpParts,
  upTo: number,
): Promise<Changes | null> {
  while (true) {
    const changes = await reads.readChanges(present.cursor.seq, { upTo });
    if (!leadsOn(present, changes.cursor)) return null;
    const updates = await readUpdates(present, changes, Date.now());
    await applyChanges(present, changes, updates, send);
    if (!changes.more) return changes;
  }
}

/**
 * Starts the present over: a topic came, went or changed, or the database is
 * another one. Viewers first get what lies between, so that they miss nothing.
 */
async function renew(present: Present, parts: CatchUpParts): Promise<void> {
  const fresh = await loadPresent(parts.reads);
  const { cursor, topics } = fresh;
  const walked = leadsOn(present, cursor) &&
    await walk(present, parts, cursor.seq);
  present.cursor = cursor;
  present.revision++;
  present.topics.clear();
  for (const [slug, topic] of topics) present.topics.set(slug, topic);
  const head = { cursor: formatCursor(cursor), reset: !walked };
  parts.send(encodeTopics("snapshot", head, topics));
}
