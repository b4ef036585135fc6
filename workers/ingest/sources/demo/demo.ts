import { setImmediate, setTimeout as delay } from "node:timers/promises";
import type { PostEvent, Source } from "../source.ts";
import {
  type DemoDeletion,
  type DemoPost,
  generatePosts,
} from "./generate_posts.ts";

const FIFTEEN_MINUTES_MS = 900_000;
const BREATH_EVERY = 256;
const LEAST_LAG_MS = 1_000;

/** Options for {@linkcode demoSource}. */
export interface DemoOptions {
  /** Posts a second, on the whole. @default {20} */
  readonly rate?: number;
  /** The same seed gives the same texts. @default a new one at each start */
  readonly seed?: number;
  /** What the posts are to be about now, such as `trump`; half of them are. @default nothing */
  readonly words?: () => readonly string[];
  /**
   * How far back the posts reach: what lies between the last start's newest
   * post (or this long ago) and now comes at once. @default {900_000}
   */
  readonly backfillMs?: number;
  /** @default {Date.now} */
  readonly now?: () => number;
}

/**
 * Makes posts up, at an even rate. A position is the time of the newest post,
 * so a restart repeats nothing.
 */
export function demoSource(options: DemoOptions = {}): Source<PostEvent> {
  const { rate = 20, backfillMs = FIFTEEN_MINUTES_MS } = options;
  const { words = () => [], now = Date.now } = options;

  return {
    name: "demo",
    key: "demo:",
    async *read(position, signal) {
      const startMs = now();
      const seed = options.seed ??
        crypto.getRandomValues(new Int32Array(1))[0]!;
      const prefix = `${startMs.toString(36)}-${(seed >>> 0).toString(36)}`;
      const maxLagMs = Math.max(backfillMs, LEAST_LAG_MS);
      let originMs = firstMs(position, startMs, backfillMs);
      let sent = 0;

      for (let part = 0;; part++) {
        const about = words();
        const made = generatePosts({ seed: seed + part, rate, words: about });
        let atMs = originMs;
        for (const one of made) {
          // After a long sleep of the machine the posts start anew instead of flooding in.
          originMs = Math.max(originMs, now() - maxLagMs - one.elapsedMs);
          atMs = Math.floor(originMs + one.elapsedMs);
          await waitUntil(atMs, now, signal);
          if (++sent % BREATH_EVERY === 0) await setImmediate();
          if (signal.aborted) return;
          if (words().join() !== about.join()) break;
          yield toEvent(one, atMs, part === 0 ? prefix : `${prefix}-${part}`);
        }
        originMs = atMs;
      }
    },
  };
}

/** Where to begin: after what was sent before, but not too far back. */
function firstMs(
  position: string | null,
  startMs: number,
  backfillMs: number,
): number {
  const sentMs = position === null ? NaN : Number(position);
  const earliestMs = startMs - backfillMs;
  if (!Number.isFinite(sentMs)) return earliestMs;
  return Math.min(startMs, Math.max(earliestMs, sentMs));
}

async function waitUntil(
  atMs: number,
  now: () => number,
  signal: AbortSignal,
): Promise<void> {
  const waitMs = atMs - now();
  if (waitMs <= 0) return;
  await delay(waitMs, undefined, { signal }).catch((error) => {
    if (!signal.aborted) throw error;
  });
}

function toEvent(
  made: DemoPost | DemoDeletion,
  createdMs: number,
  prefix: string,
): PostEvent {
  const id = `${prefix}-${made.serial}`;
  const position = String(createdMs);
  if (made.kind === "delete") return { kind: "delete", id, position };
  const { text, lang, author } = made;
  const post = { id, createdMs, text, lang, author, url: null };
  return { kind: "post", post, position };
}
