import type { OpenTestStore } from "./store.ts";
import { testBatches } from "./store/test_batches.ts";
import { testChanges } from "./store/test_changes.ts";
import { testCheckpoints } from "./store/test_checkpoints.ts";
import { testDeletions } from "./store/test_deletions.ts";
import { testRecount } from "./store/test_recount.ts";
import { testSeries } from "./store/test_series.ts";
import { testTerms } from "./store/test_terms.ts";

/** Tests that every kind of database must pass. */
export function testStore(name: string, open: OpenTestStore): void {
  testBatches(name, open);
  testRecount(name, open);
  testCheckpoints(name, open);
  testDeletions(name, open);
  testChanges(name, open);
  testSeries(name, open);
  testTerms(name, open);
}
