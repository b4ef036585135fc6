/** Ids in one statement. */
const MAX_BATCH = 500;

/** Ids that are remembered while they cannot be written; more are only counted. */
const MAX_KEPT = 100_000;

/** Options for {@linkcode createPendingIds}. */
export interface PendingIdsOptions {
  /** How long adding waits for the writing. */
  readonly patienceMs: number;
  /** From a failed try to the next. */
  readonly retryMs: number;
  /** Writes one batch, one after the other; answers what the day comes to. */
  readonly write: (day: number, ids: readonly string[]) => Promise<number>;
  /** Told what a day comes to, in the moment in which the ids are no longer pending. */
  readonly onWritten: (day: number, posts: number) => void;
  /** Told of the first of several tries that fail. */
  readonly onError: (error: unknown) => void;
}

/** Ids of a few days that are not written down yet. */
export interface PendingIds {
  /** Resolves when they are written, or when that takes too long. */
  add(day: number, ids: readonly string[]): Promise<void>;
  countOf(day: number): number;
  /** Tries once more, for `maxMs` at most, and then no more by itself. */
  settle(maxMs: number): Promise<void>;
}

/** Creates an empty collection. */
export function createPendingIds(options: PendingIdsOptions): PendingIds {
  const { patienceMs, retryMs, write, onWritten, onError } = options;
  const days = new Map<number, Set<string>>();
  const forgotten = new Map<number, number>();
  let hasFailed = false;
  let writing: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isSettled = false;

  function stopTimer(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  async function writeAll(): Promise<void> {
    for (const [day, ids] of days) {
      while (ids.size > 0) {
        const batch = [...ids.values().take(MAX_BATCH)];
        const posts = await write(day, batch);
        for (const id of batch) ids.delete(id);
        onWritten(day, posts);
      }
      days.delete(day);
    }
  }

  /** One try at a time; what fails is tried again later. */
  function start(): Promise<void> {
    stopTimer();
    return writing ??= writeAll().then(
      () => void (hasFailed = false),
      (error) => {
        if (!hasFailed) onError(error);
        hasFailed = true;
        if (!isSettled) timer = setTimeout(() => void start(), retryMs);
      },
    ).finally(() => writing = undefined);
  }

  return {
    async add(day, ids) {
      isSettled = false;
      const kept = days.get(day) ?? new Set();
      days.set(day, kept);
      for (const id of ids) {
        if (kept.size < MAX_KEPT) kept.add(id);
        else forgotten.set(day, (forgotten.get(day) ?? 0) + 1);
      }
      // While it fails, only the timer tries: not every post.
      if (!hasFailed || writing) await atMost(patienceMs, start());
      else timer ??= setTimeout(() => void start(), retryMs);
    },
    countOf: (day) => (days.get(day)?.size ?? 0) + (forgotten.get(day) ?? 0),
    async settle(maxMs) {
      isSettled = true;
      stopTimer();
      await atMost(maxMs, Promise.resolve(writing).then(start));
    },
  };
}

async function atMost(ms: number, promise: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tired = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([promise, tired]);
  clearTimeout(timer);
}
