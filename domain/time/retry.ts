/** Longest time that a timer can hold. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Waits for `ms` or until `signal` aborts, whichever comes first; never throws. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, Math.max(0, Math.min(ms, MAX_TIMER_MS)));
  const stop = () => resolve();
  signal?.addEventListener("abort", stop, { once: true });
  await promise;
  clearTimeout(timer);
  signal?.removeEventListener("abort", stop);
}

/** How the wait between tries grows. */
export interface Backoff {
  /** Upper bound of the wait after the first failure; it doubles with each further one. */
  readonly baseMs: number;
  readonly maxMs: number;
  /**
   * Share of the wait that is random, so that many who failed together do not
   * come back together: 0 waits exactly, 1 anything from zero.
   *
   * @default {0.5}
   */
  readonly jitter?: number;
  /** From 0 to 1. @default {Math.random} */
  readonly random?: () => number;
}

/** How long to wait after so many failures in a row, from 1, in milliseconds. */
export function backoffMs(
  failures: number,
  { baseMs, maxMs, jitter = 0.5, random = Math.random }: Backoff,
): number {
  const bound = Math.min(maxMs, baseMs * 2 ** (failures - 1));
  return bound * (1 - jitter * random());
}

/** Options for {@linkcode retry}. */
export interface RetryOptions extends Backoff {
  /** Whether waiting may cure the error; any other is thrown at once. */
  readonly isTransient: (error: unknown) => boolean;
  /** Tries in all; the last error is thrown. @default {Infinity} */
  readonly tries?: number;
  /** Called before each wait. */
  readonly onRetry?: (error: unknown, waitMs: number) => void;
  /** Ends the waiting: the last error is thrown. */
  readonly signal?: AbortSignal;
}

/** Runs `work` until it succeeds, with a growing wait after each transient failure. */
export async function retry<T>(
  work: (failures: number) => Promise<T>,
  { isTransient, tries = Infinity, onRetry, signal, ...backoff }: RetryOptions,
): Promise<T> {
  for (let failures = 0;;) {
    try {
      return await work(failures);
    } catch (error) {
      failures++;
      if (failures >= tries || signal?.aborted || !isTransient(error)) {
        throw error;
      }
      const waitMs = backoffMs(failures, backoff);
      onRetry?.(error, waitMs);
      await sleep(waitMs, signal);
      if (signal?.aborted) throw error;
    }
  }
}

/** Options for {@linkcode repeat}. */
export interface RepeatOptions {
  readonly signal: AbortSignal;
  /** Milliseconds from one end to the next begin. */
  readonly everyMs: number;
  /** Called for each time that failed. */
  readonly onError: (error: unknown) => void;
}

/**
 * Works at once and then again and again until `signal` aborts.
 *
 * @param work May return how long to wait afterwards, in milliseconds.
 */
export async function repeat(
  work: () => Promise<number | void>,
  { signal, everyMs, onError }: RepeatOptions,
): Promise<void> {
  while (!signal.aborted) {
    const waitMs = await work().catch(onError);
    await sleep(waitMs ?? everyMs, signal);
  }
}

/**
 * Waits for a promise, but no longer than `ms`.
 *
 * @throws {DOMException} `TimeoutError` with the message, if it takes longer.
 */
export async function withTimeout<T>(
  promise: Promise<T>,
  ms: number,
  message: string,
): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new DOMException(message, "TimeoutError")),
    ms,
  );
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits until a promise settles, but no longer than `ms`; never throws. */
export async function waitAtMost(
  ms: number,
  promise: Promise<unknown>,
): Promise<void> {
  await withTimeout(promise, ms, "too late").catch(() => {});
}
