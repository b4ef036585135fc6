import type { OpenTestStore } from "./store.ts";
import { testBatches } from "./store/test_batches.ts";
import { testRecount } from "./store/test_recount.ts";

/** Tests that every kind of database must pass. */
export function testStore(name: string, open: OpenTestStore): void {
  testBatches(name, open);
  testRecount(name, open);
}
