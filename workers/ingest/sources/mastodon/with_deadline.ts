import { ConnectionError } from "./connection_error.ts";

/**
 * Does something that may take so long only. The signal that it is given stays
 * good for what comes out of it.
 *
 * @param what Such as "x.example does not answer".
 */
export async function withDeadline<T>(
  ms: number,
  what: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ms);
  try {
    return await work(AbortSignal.any([signal, late.signal]));
  } catch (error) {
    if (!late.signal.aborted || signal.aborted) throw error;
    throw new ConnectionError(`${what} within ${ms / 1_000} s`, {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}
