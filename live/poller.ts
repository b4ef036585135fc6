import { setTimeout as delay } from "node:timers/promises";
import type { Send } from "./apply_updates.ts";
import { catchUp } from "./catch_up.ts";
import { type LiveReads, loadPresent, type Present } from "./present.ts";
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
