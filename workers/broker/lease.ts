import { sleep, withTimeout } from "../../domain/time/retry.ts";

/** Leases that all processes share. */
export interface LeaseStore {
  /** Takes a free or expired lease, or renews one's own; false if another owner holds it. */
  take(name: string, owner: string, ttlMs: number): Promise<boolean>;
  /** Releases one's own lease; does nothing to another's. */
  release(name: string, owner: string): Promise<void>;
}

/** The right to read a source, while no other process reads it. */
export interface Lease extends AsyncDisposable {
  /** Aborts when another process may have it; its reason is {@linkcode EXPIRED} unless another is known to have it. */
  readonly lost: AbortSignal;
}

/** Why a lease was lost that could not be renewed in time. */
export const EXPIRED = "expired";

/** Waits for a lease; null if `signal` aborts first. */
export type HoldLease = (
  name: string,
  signal: AbortSignal,
) => Promise<Lease | null>;

/** Options for {@linkcode createLeaseHolder}. */
interface LeaseHolderOptions {
  /** How long a lease outlives a holder that died. @default {10_000} */
  ttlMs?: number;
  /** Called once a wait if another process holds the lease: one that died would have lost it by then. */
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

  /** Renews until another has it, or could have it: then it is {@linkcode EXPIRED}. */
  async function renew(name: string, startMs: number, signal: AbortSignal) {
    let heldMs = startMs;
    while (performance.now() - heldMs < ttlMs) {
      await sleep(ttlMs / 3, signal);
      if (signal.aborted) return;
      const askedMs = performance.now();
      if (askedMs - heldMs >= ttlMs) break;
      const isMine = await take(name);
      if (isMine === false) return;
      if (isMine) heldMs = askedMs;
    }
    // A process that stood still has not asked since.
    const asking = withTimeout(take(name), ttlMs / 10, "too late");
    return await asking.catch(() => null) === false ? undefined : EXPIRED;
  }

  return async (name, signal) => {
    const beginMs = performance.now();
    for (let isLogged = false; !signal.aborted;) {
      const startMs = performance.now();
      const isMine = await take(name);
      if (isMine) return hold(name, startMs);
      const isHeld = isMine === false && startMs - beginMs > 1.5 * ttlMs;
      if (isHeld && !isLogged) onWait(name);
      isLogged ||= isHeld;
      await sleep(ttlMs / 10, signal);
    }
    return null;
  };

  function hold(name: string, startMs: number): Lease {
    const lost = new AbortController();
    const stopping = new AbortController();
    const renewing = renew(name, startMs, stopping.signal)
      .then((reason) => lost.abort(reason));
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
