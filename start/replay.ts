import { findStream } from "../db/write/streams.ts";
import { addPausedTopics } from "../db/write/topics.ts";
import { isOfUnknownTopic, persist } from "../workers/persist/persist.ts";
import { batchesUpTo, createQuietSignal } from "../workers/replay/replay.ts";
import { openStore } from "./database.ts";
import { openLog } from "./broker.ts";
import { createStore } from "./pipeline.ts";
import { readReplayStart } from "./replay_start.ts";
import { runRole } from "./role.ts";

/** A time that no message is as young as shows by silence. */
const QUIET_MS = 10_000;

await runRole(async (config, log, signal) => {
  const start = readReplayStart(Deno.args);
  await using db = await openStore(config);
  await using broker = await openLog(config, "read", { log, signal });
  const { name, created } = broker.stream;
  const { firstSeq, lastSeq } = await broker.state();
  const { stream } = await findStream(db, name, created, { firstSeq });
  const store = createStore(db, stream);
  const counts = { posts: 0, skipped: 0, redelivered: 0 };

  /** Batches whose topics are all there: a message without one would never become a post. */
  async function* read() {
    using quiet = createQuietSignal(QUIET_MS);
    const isTime = "time" in start;
    const until = isTime ? AbortSignal.any([signal, quiet.signal]) : signal;
    const begin = isTime ? firstSeq : Math.max(start.seq, firstSeq);
    const last = begin > lastSeq ? 0 : lastSeq;
    for await (
      const batch of batchesUpTo(broker.readFrom(start, until), last)
    ) {
      quiet.hear();
      const topics = await store.readTopics();
      const unknown = batch.filter((one) => isOfUnknownTopic(one, topics))
        .map(({ subject }) => subject.split(".")[1]!);
      if (unknown.length > 0) await addPausedTopics(db, [...new Set(unknown)]);
      yield batch;
    }
  }

  await persist(read(), store, {
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
