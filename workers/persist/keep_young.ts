import { setTimeout as delay } from "node:timers/promises";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Options for {@linkcode keepYoung}. */
export interface KeepYoungOptions {
  /** Days that posts are kept; 0: for ever. */
  retentionDays: number;
  signal: AbortSignal;
  /** From one deletion to the next. @default {3_600_000} */
  everyMs?: number;
  /** Told of each deletion that failed; the next is tried all the same. */
  onError?: (error: unknown) => void;
}

/** Deletes posts by age, at once and then every hour, until `signal` aborts. */
export async function keepYoung(
  prune: (beforeMs: number) => Promise<unknown>,
  options: KeepYoungOptions,
): Promise<void> {
  const { retentionDays, signal } = options;
  const { everyMs = HOUR_MS, onError = () => {} } = options;
  while (retentionDays > 0 && !signal.aborted) {
    await prune(Date.now() - retentionDays * DAY_MS).catch(onError);
    await delay(everyMs, undefined, { signal }).catch(() => {});
  }
}
