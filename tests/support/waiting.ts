import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";

/** Options for {@linkcode retryUntil}. */
export interface RetryOptions {
  /** @default {15_000} */
  timeoutMs?: number;
  /** @default {25} */
  pauseMs?: number;
}

/** Tries until it succeeds; throws the last error when time is up. */
export async function retryUntil<T>(
  attempt: () => Promise<T>,
  options: RetryOptions = {},
): Promise<T> {
  const { timeoutMs = 15_000, pauseMs = 25 } = options;
  const endMs = performance.now() + timeoutMs;
  while (true) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > endMs) throw error;
      await delay(pauseMs);
    }
  }
}

/** Fails if a promise takes longer than it may, instead of waiting for ever. */
export async function inTime<T>(
  maxMs: number,
  promise: Promise<T>,
): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`It took longer than ${maxMs} ms`)),
    maxMs,
  );
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Processor time of this process in milliseconds: it stands still while other processes run. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
