import { classifyError } from "../db/classify_error.ts";
import { findStream } from "../db/find_stream.ts";
import { readTopics } from "../db/read_topics.ts";
import { storeBatch } from "../db/store_batch.ts";
import { persist } from "../workers/persist/persist.ts";
import { batchesUpTo } from "../workers/replay/batches_up_to.ts";
import { openLog } from "./open_log.ts";
import { openStore } from "./open_store.ts";
import { readReplayStart } from "./read_replay_start.ts";
import { runRole } from "./run_role.ts";

await runRole(async (config, log, signal) => {
  const start = readReplayStart(Deno.args);
  await using db = await openStore(config);
  await using broker = await openLog(config, "read", { log, signal });
  const { name, created } = broker.stream;
  const { firstSeq, lastSeq } = await broker.state();
  const { stream } = await findStream(db, name, created, { firstSeq });

  const counts = { posts: 0, skipped: 0, redelivered: 0 };
  const begin = "seq" in start ? Math.max(start.seq, firstSeq) : firstSeq;
  const last = begin > lastSeq ? 0 : lastSeq;
  await persist(batchesUpTo(broker.readFrom(start, signal), last), {
    async readTopics() {
      const topics = await readTopics(db.kysely);
      return new Map(topics.map((topic) => [topic.slug, topic]));
    },
    store: (entries) => storeBatch(db, stream, entries),
    classifyError,
  }, {
    signal,
    onStored(stored) {
      counts.posts += stored.posts;
      counts.skipped += stored.skipped;
      counts.redelivered += stored.redelivered;
    },
    onFailed: (error) => log("warn", "cannot store yet", { error }),
  });
  // deno-lint-ignore no-console
  console.log(
    `read ${name} up to ${lastSeq}: ${counts.posts} posts and ${counts.skipped} ` +
      `skipped messages stored, ${counts.redelivered} were stored before`,
  );
});
