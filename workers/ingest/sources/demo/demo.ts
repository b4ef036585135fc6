import { sleep } from "../../../../domain/time/retry.ts";
import { letOthersRun } from "../../../../domain/time/turns.ts";
import type { PostEvent, Source } from "../source.ts";
import { type DemoDeletion, type DemoPost, generatePosts } from "./generate.ts";

const FIFTEEN_MINUTES_MS = 900_000;
const MIN_LAG_MS = 1_000;

/** Options for {@linkcode demoSource}. */
export interface DemoOptions {
  /** Posts a second, on average. @default {20} */
  readonly rate?: number;
  /** The same seed gives the same texts. @default a new one at each start */
  readonly seed?: number;
  /** The tracked words, such as `trump`; half of the posts contain one. @default none */
  readonly words?: () => readonly string[];
  /**
   * How far back the posts reach: those between the newest post of the last
   * start (or this long ago) and now are sent at once. @default {900_000}
   */
  readonly backfillMs?: number;
  /** @default {Date.now} */
  readonly now?: () => number;
}

/**
 * Invents posts at an even rate. A position is the time of the newest post, so
 * a restart repeats nothing.
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
      const maxLagMs = Math.max(backfillMs, MIN_LAG_MS);
      let originMs = firstMs(position, startMs, backfillMs);

      for (let part = 0;; part++) {
        const tracked = words();
        const made = generatePosts({ seed: seed + part, rate, words: tracked });
        let atMs = originMs;
        for (const one of made) {
          // After the machine slept, what it missed is skipped.
          originMs = Math.max(originMs, now() - maxLagMs - one.elapsedMs);
          atMs = Math.floor(originMs + one.elapsedMs);
          const waitMs = atMs - now();
          if (waitMs > 0) await sleep(waitMs, signal);
          await letOthersRun();
          if (signal.aborted) return;
          if (words().join() !== tracked.join()) break;
          yield toEvent(one, atMs, part === 0 ? prefix : `${prefix}-${part}`);
        }
        originMs = atMs;
      }
    },
  };
}

/** When to start: after the newest post of the last start, but not too far back. */
function firstMs(
  position: string | null,
  startMs: number,
  backfillMs: number,
): number {
  const newestMs = position === null ? NaN : Number(position);
  const earliestMs = startMs - backfillMs;
  if (!Number.isFinite(newestMs)) return earliestMs;
  return Math.min(startMs, Math.max(earliestMs, newestMs));
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
