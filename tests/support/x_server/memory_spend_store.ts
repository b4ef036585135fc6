import type { SpendStore } from "../../../workers/ingest/sources/spending.ts";

/** A store that lives as long as a test, and can be out of order. */
export interface MemorySpendStore extends SpendStore {
  /** Thrown by every call while it is set. */
  error: Error | null;
  /** Ids of a day. */
  idsOf(day: number): ReadonlySet<string>;
  /** Number of calls that wrote. */
  readonly writes: number;
}

/** Creates an empty store. */
export function memorySpendStore(): MemorySpendStore {
  const days = new Map<number, Set<string>>();
  const idsOf = (day: number) => {
    const ids = days.get(day) ?? new Set<string>();
    days.set(day, ids);
    return ids;
  };
  let writes = 0;
  const store: MemorySpendStore = {
    error: null,
    idsOf,
    get writes() {
      return writes;
    },
    async read(_source, day) {
      await Promise.resolve();
      if (store.error) throw store.error;
      return idsOf(day).size;
    },
    async count(_source, day, ids) {
      await Promise.resolve();
      if (store.error) throw store.error;
      writes++;
      for (const id of ids) idsOf(day).add(id);
      return idsOf(day).size;
    },
  };
  return store;
}
