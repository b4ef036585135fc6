/** Options for {@linkcode createQueue}. */
export interface QueueOptions {
  /** Tasks at once. */
  readonly running: number;
  /** Tasks that may wait. */
  readonly waiting: number;
  /** The error for one more. */
  readonly refuse: () => Error;
}

/** Runs a few tasks at once and lets some wait; more are refused. */
export function createQueue(
  { running, waiting, refuse }: QueueOptions,
): <T>(task: () => Promise<T>) => Promise<T> {
  let free = running;
  const queue: (() => void)[] = [];
  return async (task) => {
    if (free > 0) free--;
    else if (queue.length >= waiting) throw refuse();
    else await new Promise<void>((resolve) => queue.push(resolve));
    try {
      return await task();
    } finally {
      const next = queue.shift();
      if (next) next();
      else free++;
    }
  };
}
