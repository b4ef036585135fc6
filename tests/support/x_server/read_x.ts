import {
  createSpendMeter,
  type SpendMeter,
} from "../../../workers/ingest/sources/spending.ts";
import type { XWaits } from "../../../workers/ingest/sources/x/pacing.ts";
import { xSource } from "../../../workers/ingest/sources/x/x.ts";
import { type FollowedSource, followSource } from "../follow_source.ts";
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
export interface XReading extends FollowedSource {
  readonly topics: WatchList;
  readonly meter: SpendMeter;
  /** Takes no events until {@linkcode release} is called. */
  hold(): void;
  release(): void;
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
  let free = Promise.withResolvers<void>();
  free.resolve();
  const followed = followSource(source, { onEvent: () => free.promise });
  const release = () => free.resolve();
  return {
    ...followed,
    topics,
    meter,
    hold() {
      free = Promise.withResolvers();
    },
    release,
    stop() {
      release();
      return followed.stop();
    },
    async [Symbol.asyncDispose]() {
      release();
      await followed.stop();
    },
  };
}
