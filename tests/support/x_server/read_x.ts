import type { SourceEvent } from "../../../workers/ingest/source.ts";
import {
  createSpendMeter,
  type SpendMeter,
} from "../../../workers/ingest/spend_meter.ts";
import { xSource } from "../../../workers/ingest/sources/x/x_source.ts";
import type { XWaits } from "../../../workers/ingest/sources/x/x_waits.ts";
import { retryUntil } from "../retry_until.ts";
import { memorySpendStore } from "./memory_spend_store.ts";
import { type WatchList, watchList } from "./watch_list.ts";

/** The documented waits, a hundred times as quick, or nearly so. */
export const QUICK: Partial<XWaits> = {
  networkStepMs: 20,
  networkMaxMs: 100,
  httpFirstMs: 60,
  httpMaxMs: 500,
  rateFirstMs: 150,
  rateMaxMs: 2_000,
  resetGraceMs: 20,
  silenceMs: 10_000,
  answerMs: 400,
  standsMs: 50,
  steadyMs: 150,
  gatherMs: 30,
  rulesAgeMs: 10_000,
  spentMs: 20,
};

/** A source of X that is being read. */
export interface XReading extends AsyncDisposable {
  readonly topics: WatchList;
  readonly meter: SpendMeter;
  readonly events: readonly SourceEvent[];
  /** Events of one kind. */
  only<K extends SourceEvent["kind"]>(
    kind: K,
  ): Extract<SourceEvent, { kind: K }>[];
  /** Ids of the posts, in their order. */
  ids(): string[];
  /** Waits until something holds. */
  until(what: string, holds: () => boolean): Promise<void>;
  /** Takes no events until called again. */
  hold(): void;
  release(): void;
  /** Stops reading; answers how long that took, in milliseconds. */
  stop(): Promise<number>;
}

/** Options for {@linkcode readX}. */
export interface ReadXOptions {
  /** @default {{ cats: "cat" }} */
  readonly topics?: Readonly<Record<string, string>>;
  /** @default {"secret"} */
  readonly token?: string;
  /** @default one without a limit */
  readonly meter?: SpendMeter;
  readonly waits?: Partial<XWaits>;
  readonly now?: () => number;
}

/** Reads from a server on this machine until it goes out of scope. */
export function readX(host: string, options: ReadXOptions = {}): XReading {
  const { token = "secret", now } = options;
  const topics = watchList(options.topics ?? { cats: "cat" });
  const meter = options.meter ?? createSpendMeter({
    source: "x",
    limit: 0,
    store: memorySpendStore(),
    log: () => {},
  });
  const waits = { ...QUICK, ...options.waits };
  const source = xSource({
    host,
    token,
    topics,
    meter,
    waits,
    ...(now && { now }),
  });
  const stop = new AbortController();
  const events: SourceEvent[] = [];
  let free = Promise.withResolvers<void>();
  free.resolve();
  const reading = (async () => {
    for await (const event of source.read(null, stop.signal)) {
      events.push(event);
      await free.promise;
    }
  })();
  reading.catch(() => {}); // awaited when it stops

  const it: XReading = {
    topics,
    meter,
    events,
    only: (kind) =>
      events.filter((e): e is Extract<SourceEvent, { kind: typeof kind }> =>
        e.kind === kind
      ),
    ids: () => it.only("post").map(({ post }) => post.id),
    until: (what, holds) =>
      retryUntil(() =>
        holds() ? Promise.resolve() : Promise.reject(
          new Error(`not so: ${what}; ${JSON.stringify(events.slice(-3))}`),
        ), { pauseMs: 5, timeoutMs: 10_000 }),
    hold() {
      free = Promise.withResolvers();
    },
    release: () => free.resolve(),
    async stop() {
      const startMs = performance.now();
      free.resolve();
      stop.abort();
      await reading;
      return performance.now() - startMs;
    },
    [Symbol.asyncDispose]: async () => void await it.stop(),
  };
  return it;
}
