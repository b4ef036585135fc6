import type { OpenTestStore } from "./store.ts";
import { testAudit } from "./store/test_audit.ts";
import { testAuditDamages } from "./store/test_audit_damages.ts";
import { testBatches } from "./store/test_batches.ts";
import { testChanges } from "./store/test_changes.ts";
import { testCheckpoints } from "./store/test_checkpoints.ts";
import { testDeletions } from "./store/test_deletions.ts";
import { testMessagesView } from "./store/test_messages_view.ts";
import { testPosts } from "./store/test_posts.ts";
import { testPruning } from "./store/test_pruning.ts";
import { testRecount } from "./store/test_recount.ts";
import { testSeries } from "./store/test_series.ts";
import { testSourceSeries } from "./store/test_source_series.ts";
import { testSnapshot } from "./store/test_snapshot.ts";
import { testTerms } from "./store/test_terms.ts";
import { testTexts } from "./store/test_texts.ts";
import { testTopics } from "./store/test_topics.ts";
import { testGaps } from "./store/test_gaps.ts";
import { testLeases } from "./store/test_leases.ts";
import { testSourceStates } from "./store/test_source_states.ts";
import { testSpending } from "./store/test_spending.ts";
import { testStoredIds } from "./store/test_stored_ids.ts";
import { testTopicChanges } from "./store/test_topic_changes.ts";
import { testPurge } from "./store/test_purge.ts";
import { testNewestPosts } from "./store/test_newest_posts.ts";
import { testPipeline } from "./store/test_pipeline.ts";
import { testEdits } from "./store/test_edits.ts";
import { testGoneAuthors } from "./store/test_gone_authors.ts";
import { testEditLog } from "./store/test_edit_log.ts";

/** Tests that every kind of database must pass. */
export function testStore(name: string, open: OpenTestStore): void {
  const suites = [
    testBatches,
    testRecount,
    testCheckpoints,
    testDeletions,
    testTexts,
    testChanges,
    testSeries,
    testSourceSeries,
    testTerms,
    testPosts,
    testSnapshot,
    testTopics,
    testPruning,
    testGaps,
    testLeases,
    testSourceStates,
    testSpending,
    testStoredIds,
    testTopicChanges,
    testPurge,
    testNewestPosts,
    testPipeline,
    testEdits,
    testGoneAuthors,
    testEditLog,
    testMessagesView,
    testAudit,
    testAuditDamages,
  ];
  for (const test of suites) test(name, open);
}
