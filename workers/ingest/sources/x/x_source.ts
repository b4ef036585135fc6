import type { TopicWatch } from "../../topic_watch.ts";
import type { Source, SourceStatus } from "../source.ts";
import type { SpendMeter } from "../spending.ts";
import { createBatchQueue } from "./batch_queue.ts";
import { createXClient } from "./client.ts";
import { X_WAITS, type XWaits } from "./pacing.ts";
import { createRuleKeeper } from "./rules.ts";
import { followX } from "./x.ts";

/** Options for {@linkcode xSource}. */
export interface XSourceOptions {
  /** `host[:port]`, from `x:` or `x://host`. @default {"api.x.com"} */
  readonly host?: string;
  /** App-only bearer. */
  readonly token: string;
  /** The rules at X follow them, also while the connection stands. */
  readonly topics: TopicWatch;
  /** Counts each post that X delivers, and stops when it is enough. */
  readonly meter: SpendMeter;
  /** @default as X's documentation has it */
  readonly waits?: Partial<XWaits>;
  /** @default {Date.now} */
  readonly now?: () => number;
}

/**
 * Posts from the filtered stream of X's API (version 2), whose rules are our
 * topics. X cannot send anything again, so there are no positions.
 */
export function xSource(options: XSourceOptions): Source {
  const { host = "api.x.com", token, topics, meter, now = Date.now } = options;
  const waits: XWaits = { ...X_WAITS, ...options.waits };

  return {
    name: "x",
    key: "x:",
    async *read(_position, signal) {
      if (signal.aborted) return;
      const queue = createBatchQueue();
      const tell = (status: SourceStatus) =>
        queue.push({ events: [status], bytes: 0, ready: Promise.resolve() });
      const client = createXClient({ host, token, waits });
      using rules = createRuleKeeper({
        topics,
        client,
        waits,
        now,
        onNotice: (detail) => tell({ kind: "notice", detail }),
      });
      const stop = new AbortController();
      const either = AbortSignal.any([signal, stop.signal]);
      const parts = { host, client, rules, meter, queue, waits, now, tell };
      const following = followX(parts, either).finally(() => queue.close());
      following.catch(() => {}); // awaited below
      try {
        yield* queue.read(signal, waits.endMs);
        await following;
      } finally {
        stop.abort();
        await Promise.allSettled([following]);
        await meter.settle(waits.endMs);
      }
    },
  };
}
