import { authorsIn } from "../../../../domain/query/authors.ts";
import { parseQuery } from "../../../../domain/query/parse.ts";
import { backoffMs, sleep } from "../../../../domain/time/retry.ts";
import type { TopicWatch } from "../topic_watch.ts";
import { fetchProfiles, type Profile, ProfilesError } from "./profiles.ts";
import { HANDLE } from "./record.ts";

/** The handle of an account, and when it was that, in milliseconds since the epoch. */
export interface SeenHandle extends Profile {
  readonly seenMs: number;
}

/** Where handles are kept. */
export interface HandleStore {
  read(dids: readonly string[]): Promise<SeenHandle[]>;
  find(handles: readonly string[]): Promise<SeenHandle[]>;
  write(handles: readonly SeenHandle[]): Promise<void>;
  remove(dids: readonly string[]): Promise<void>;
  recentAuthors(): Promise<string[]>;
}

/** Options for {@linkcode HandleKeeper}. */
export interface HandleKeeperOptions {
  /** `host[:port]` of the API that is asked for profiles; null: none. */
  readonly host: string | null;
  readonly store: HandleStore;
  /** The accounts that their queries name are looked up first. */
  readonly topics: TopicWatch;
  /** Called with the first of failures in a row. */
  readonly onError?: (error: unknown) => void;
  /** From one request to the next, in milliseconds. @default {1_000} */
  readonly pauseMs?: number;
  /** The longest wait after failures. @default {300_000} */
  readonly maxRetryMs?: number;
}

/** Accounts of a request, as the API has it. */
const BATCH = 25;
/** Accounts that are remembered, and that wait to be looked up. */
const MAX_KNOWN = 100_000;
const MAX_WANTED = 10_000;
/** When a handle is looked up again: what changes meanwhile is heard. */
const FRESH_MS = 86_400_000;
/** When an account that has no handle is looked up again. */
const MISSING_MS = 3_600_000;

/**
 * Knows the handles of accounts: by what the network announces, what is stored,
 * and by the API's profiles, of which it asks for 25 at once and once a second.
 */
export class HandleKeeper {
  readonly #options: Required<HandleKeeperOptions>;
  readonly #known = new Map<string, SeenHandle>();
  /** DIDs, and handles that queries name. */
  readonly #wanted = new Set<string>();
  /** When accounts that the API does not know were asked for. */
  readonly #missing = new Map<string, number>();
  /** Announced, and not compared with the store yet. */
  readonly #heard = new Map<string, SeenHandle>();
  readonly #gone = new Set<string>();
  /** Stored, or to be stored. */
  readonly #stored = new Set<string>();
  #wake = () => {};
  /** When the API may be asked again, after a failure. */
  #askAtMs = 0;

  constructor(options: HandleKeeperOptions) {
    const defaults = { pauseMs: 1_000, maxRetryMs: 300_000, onError() {} };
    this.#options = { ...defaults, ...options };
  }

  /** The handle of an account; null if it is not known yet. */
  handleOf(did: string): string | null {
    return this.#known.get(did)?.handle ?? null;
  }

  /** The network announced the handle of an account. */
  hear(did: string, handle: string, seenMs: number): void {
    if (!HANDLE.test(handle) || handle === "handle.invalid") return;
    const seen = { did, handle: handle.toLowerCase(), seenMs };
    if (seenMs < (this.#known.get(did)?.seenMs ?? 0)) return;
    this.#remember(seen);
    limit(this.#heard.set(did, seen), MAX_WANTED);
    this.#wake();
  }

  /** An account is gone. */
  forget(did: string): void {
    this.#known.delete(did);
    this.#heard.delete(did);
    limit(this.#gone.add(did), MAX_WANTED);
    this.#wake();
  }

  /** The handle of an account will be shown. */
  want(did: string): void {
    if (this.#stored.has(did)) return;
    const askedMs = this.#missing.get(did) ?? -Infinity;
    if (Date.now() - askedMs < MISSING_MS) return;
    limit(this.#wanted.add(did), MAX_WANTED);
    this.#wake();
  }

  /** Reads what is stored of the accounts that queries name, so that their posts are found at once. */
  async load(): Promise<void> {
    const names = this.#wantNames();
    const found = await this.#options.store.find(names);
    for (const seen of found) this.#remember(seen);
  }

  /** Works until `signal` aborts. A failure of the API or the store is a wait. */
  async run(signal: AbortSignal): Promise<void> {
    const { pauseMs, maxRetryMs, store, topics, onError } = this.#options;
    const stop = topics.onChange(() => {
      this.#wantNames();
      this.#wake();
    });
    const recent = await store.recentAuthors().catch(() => []);
    for (const did of recent) this.want(did);
    for (let failures = 0; !signal.aborted;) {
      const woken = new AbortController();
      this.#wake = () => woken.abort();
      await sleep(this.#idleMs(), AbortSignal.any([signal, woken.signal]));
      try {
        await this.#storeHeard();
        if (Date.now() >= this.#askAtMs) await this.#lookUp(signal);
        failures = 0;
        await sleep(pauseMs, signal);
      } catch (error) {
        if (failures === 0 && !signal.aborted) onError(error);
        const backoff = { baseMs: pauseMs, maxMs: maxRetryMs };
        const ms = backoffMs(++failures, backoff);
        const least = error instanceof ProfilesError ? error.retryMs : 0;
        this.#askAtMs = Date.now() + Math.max(ms, least);
        await sleep(pauseMs, signal);
      }
    }
    stop();
  }

  #idleMs(): number {
    if (this.#heard.size + this.#gone.size > 0) return 0;
    return this.#wanted.size > 0 ? this.#askAtMs - Date.now() : Infinity;
  }

  /** Looks some of the wanted up: in the store, and what is not there by the API. */
  async #lookUp(signal: AbortSignal): Promise<void> {
    const { host, store } = this.#options;
    const batch = [...this.#wanted].slice(0, BATCH);
    for (const seen of await store.read(batch)) this.#remember(seen);
    const known = batch.flatMap((name) => this.#known.get(name) ?? []);
    if (known.length > 0) await store.write(known);
    for (const { did, seenMs } of known) {
      if (host === null || Date.now() - seenMs < FRESH_MS) this.#done(did);
    }
    const asked = batch.filter((name) => this.#wanted.has(name));
    if (asked.length === 0) return;
    const seenMs = Date.now();
    const profiles = host ? await fetchProfiles(host, asked, signal) : [];
    const seen = profiles.map((profile) => ({ ...profile, seenMs }));
    if (seen.length > 0) await store.write(seen);
    for (const one of seen) {
      this.#remember(one);
      this.#done(one.did);
      this.#wanted.delete(one.handle);
    }
    for (const name of asked) {
      if (!this.#wanted.delete(name)) continue;
      limit(this.#missing.set(name, seenMs), MAX_WANTED);
    }
  }

  /** Stores what was announced of accounts whose handles are shown. */
  async #storeHeard(): Promise<void> {
    const { store } = this.#options;
    const heard = [...this.#heard.values()];
    const gone = [...this.#gone];
    if (heard.length + gone.length === 0) return;
    const dids = heard.map(({ did }) => did);
    const stored = new Set((await store.read(dids)).map(({ did }) => did));
    await store.write(heard.filter(({ did }) => {
      const isShown = stored.has(did) || this.#missing.has(did);
      if (isShown) this.#done(did);
      return isShown;
    }));
    for (const one of heard) {
      if (this.#heard.get(one.did) === one) this.#heard.delete(one.did);
    }
    await store.remove(gone);
    for (const did of gone) {
      this.#gone.delete(did);
      this.#stored.delete(did);
    }
  }

  #done(did: string): void {
    this.#wanted.delete(did);
    this.#missing.delete(did);
    limit(this.#stored.add(did), MAX_KNOWN);
  }

  #remember(seen: SeenHandle): void {
    const { did } = seen;
    const known = this.#known.get(did);
    if (known && known.seenMs > seen.seenMs) return;
    this.#known.delete(did);
    limit(this.#known.set(did, seen), MAX_KNOWN);
  }

  /** Wants the accounts that queries of active topics name; returns these. */
  #wantNames(): string[] {
    const names = this.#options.topics.current.filter(({ active }) => active)
      .flatMap(({ query }) => authorsIn(parseQuery(query)))
      .filter((name) => HANDLE.test(name));
    for (const name of names) limit(this.#wanted.add(name), MAX_WANTED);
    return names;
  }
}

/** Drops the oldest of a collection that holds more than it may. */
function limit(
  kept: { readonly size: number; delete(key: string): boolean } & {
    keys(): Iterator<string>;
  },
  max: number,
): void {
  const { value } = kept.size > max ? kept.keys().next() : {};
  if (value !== undefined) kept.delete(value);
}
