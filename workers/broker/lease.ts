import { setTimeout as delay } from "node:timers/promises";

/** Where leases are kept, so that all processes see the same. */
export interface LeaseStore {
  /** Takes a lease that is free or over, or renews one's own; false if another holds it. */
  take(name: string, owner: string, ttlMs: number): Promise<boolean>;
  /** Gives one's own back; of another's nothing changes. */
  release(name: string, owner: string): Promise<void>;
}

/** The right to read a source, while no other process reads it. */
export interface Lease extends AsyncDisposable {
  /** Aborts when another process may have it. */
  readonly lost: AbortSignal;
}

/** Waits for a lease; null if `signal` aborted first. */
export type HoldLease = (
  name: string,
  signal: AbortSignal,
) => Promise<Lease | null>;

/** Options for {@linkcode createLeases}. */
export interface LeaseOptions {
  /** How long others wait for a holder that died. @default {10_000} */
  ttlMs?: number;
  /** Told once a wait that another process holds it. */
  onWait?: (name: string) => void;
  /** Told of each time that the store did not answer. */
  onError?: (error: unknown) => void;
}

/**
 * Creates this process's way to leases. A lease saves work, it does not guard
 * the data: whoever stood still wakes up without it, and what it does until it
 * notices must be harmless.
 */
export function createLeases(
  store: LeaseStore,
  options: LeaseOptions = {},
): HoldLease {
  const { ttlMs = 10_000, onWait = () => {}, onError = () => {} } = options;
  const owner = crypto.randomUUID();

  async function take(name: string): Promise<boolean | null> {
    try {
      return await store.take(name, owner, ttlMs);
    } catch (error) {
      onError(error);
      return null;
    }
  }

  /** Renews until it is another's, or could be. */
  async function renew(name: string, startMs: number, signal: AbortSignal) {
    let heldMs = startMs;
    while (performance.now() - heldMs < ttlMs) {
      await delay(ttlMs / 3, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      const askedMs = performance.now();
      if (askedMs - heldMs >= ttlMs) return;
      const isMine = await take(name);
      if (isMine === false) return;
      if (isMine) heldMs = askedMs;
    }
  }

  return async (name, signal) => {
    for (let isTold = false; !signal.aborted;) {
      const startMs = performance.now();
      const isMine = await take(name);
      if (isMine) return hold(name, startMs);
      if (isMine === false && !isTold) onWait(name);
      isTold ||= isMine === false;
      await delay(ttlMs / 10, undefined, { signal }).catch(() => {});
    }
    return null;
  };

  function hold(name: string, startMs: number): Lease {
    const lost = new AbortController();
    const stopping = new AbortController();
    const renewing = renew(name, startMs, stopping.signal)
      .then(() => lost.abort());
    return {
      lost: lost.signal,
      async [Symbol.asyncDispose]() {
        stopping.abort();
        await renewing;
        await store.release(name, owner).catch(onError);
      },
    };
  }
}
