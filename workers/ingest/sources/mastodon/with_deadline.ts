import { ConnectionError } from "./connection_error.ts";
import { followSignal } from "./follow_signal.ts";

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
  const either = followSignal(signal);
  const late = Symbol();
  const timer = setTimeout(() => either.abort(late), ms);
  try {
    return await work(either.signal);
  } catch (error) {
    if (either.signal.reason !== late) throw error;
    throw new ConnectionError(`${what} within ${ms / 1_000} s`, {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}
