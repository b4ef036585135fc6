import { setTimeout as delay } from "node:timers/promises";
import { formatCursor } from "../domain/live/cursor.ts";
import { applyChanges, type Send } from "./apply_changes.ts";
import { encodeTopics } from "./encode_topics.ts";
import {
  leadsOn,
  type LiveReads,
  loadPresent,
  type Present,
} from "./present.ts";
import { createUpdateReader } from "./update_reader.ts";

/** Looks at the database are at least this far apart, however often it is nudged. */
const MIN_PAUSE_MS = 50;

/** Options for {@linkcode createPoller}. */
export interface PollerOptions {
  /** Milliseconds between the end of one look and the start of the next. */
  pollMs: number;
  /** Told of a failed look; the loop goes on. */
  onError?: (error: unknown) => void;
}

/** The one polling loop of a process. It runs from {@linkcode Poller.start} to stop. */
export interface Poller {
  /** Starts the loop unless it runs, and gives the present once it is known. */
  start(): Promise<Present>;
  /** Looks now; what is visible at the call is in the present when it resolves. */
  look(): Promise<void>;
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
  let wake = () => {};
  let looking: Promise<void> = Promise.resolve();

  async function loop(present: Present, signal: AbortSignal): Promise<void> {
    const readUpdates = createUpdateReader(reads);
    const lookOnce = () => catchUp(reads, present, readUpdates, send);
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
    nudge: () => wake(),
    stop() {
      run?.stop.abort();
      run = undefined;
      look = () => looking;
      wake = () => {};
    },
  };
}

/** Moves the present on to the newest place, a page at a time. */
async function catchUp(
  reads: LiveReads,
  present: Present,
  readUpdates: ReturnType<typeof createUpdateReader>,
  send: Send,
): Promise<void> {
  let more = true;
  while (more) {
    const changes = await reads.readChanges(present.cursor.seq);
    if (!leadsOn(present, changes)) return await reload(reads, present, send);
    const updates = await readUpdates(present, changes, Date.now());
    await applyChanges(present, changes, updates, send);
    more = changes.more;
  }
}

/** Starts the present over: there is a new topic, or the database is another one. */
async function reload(
  reads: LiveReads,
  present: Present,
  send: Send,
): Promise<void> {
  const { cursor, topics } = await loadPresent(reads);
  const reset = cursor.epoch !== present.cursor.epoch ||
    cursor.seq < present.cursor.seq;
  present.cursor = cursor;
  present.revision++;
  present.topics.clear();
  for (const [slug, topic] of topics) present.topics.set(slug, topic);
  send(
    encodeTopics("snapshot", { cursor: formatCursor(cursor), reset }, topics),
  );
}
