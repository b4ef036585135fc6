import { sleep } from "../../domain/time/retry.ts";

/** Leases that all processes share. */
export interface LeaseStore {
  /** Takes a free or expired lease, or renews one's own; false if another owner holds it. */
  take(name: string, owner: string, ttlMs: number): Promise<boolean>;
  /** Releases one's own lease; does nothing to another's. */
  release(name: string, owner: string): Promise<void>;
}

/** The right to read a source, while no other process reads it. */
export interface Lease extends AsyncDisposable {
  /** Aborts when another process may have it. */
  readonly lost: AbortSignal;
}

/** Waits for a lease; null if `signal` aborts first. */
export type HoldLease = (
  name: string,
  signal: AbortSignal,
) => Promise<Lease | null>;

/** Options for {@linkcode createLeaseHolder}. */
interface LeaseHolderOptions {
  /** How long a lease outlives a holder that died. @default {10_000} */
  ttlMs?: number;
  /** Called once a wait if another process holds the lease. */
  onWait?: (name: string) => void;
  /** Called each time that the store fails. */
  onError?: (error: unknown) => void;
}

/**
 * Lets this process hold leases. A lease saves work, it does not protect data: a
 * process that was suspended may have lost it without noticing, so what it does
 * then must be harmless.
 */
export function createLeaseHolder(
  store: LeaseStore,
  options: LeaseHolderOptions = {},
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

  /** Renews until another has it, or could have it. */
  async function renew(name: string, startMs: number, signal: AbortSignal) {
    let heldMs = startMs;
    while (performance.now() - heldMs < ttlMs) {
      await sleep(ttlMs / 3, signal);
      if (signal.aborted) return;
      const askedMs = performance.now();
      if (askedMs - heldMs >= ttlMs) return;
      const isMine = await take(name);
      if (isMine === false) return;
      if (isMine) heldMs = askedMs;
    }
  }

  return async (name, signal) => {
    for (let isLogged = false; !signal.aborted;) {
      const startMs = performance.now();
      const isMine = await take(name);
      if (isMine) return hold(name, startMs);
      if (isMine === false && !isLogged) onWait(name);
      isLogged ||= isMine === false;
      await sleep(ttlMs / 10, signal);
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
