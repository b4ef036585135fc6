import type { ParseArgsOptionsConfig } from "node:util";
import { findStream } from "../db/write/streams.ts";
import { addPausedTopics } from "../db/write/topics.ts";
import { parseInstant } from "../domain/request/parameters.ts";
import type { LogStart } from "../workers/broker/jetstream/read.ts";
import { isOfUnknownTopic } from "../workers/persist/entries.ts";
import { persist } from "../workers/persist/persist.ts";
import { openLog } from "./broker.ts";
import { orExit, readOptions, UsageError } from "./cli/command_line.ts";
import { openStore } from "./database.ts";
import { createStore } from "./persist.ts";
import { type Role, runRole } from "./role.ts";

const HELP = `Stores the log of NATS_URL into the database again.

  deno task replay                              from the first message
  deno task replay --from 17                    from a number of the log
  deno task replay --from 2026-01-31T12:00:00Z  from a time`;

const OPTIONS = { from: { type: "string" } } satisfies ParseArgsOptionsConfig;

/**
 * Where a replay begins: the value of `--from`, or the first message.
 *
 * @throws {UsageError} If it is neither a number of the log nor an ISO 8601 time.
 */
export function parseReplayStart(from: string | undefined): LogStart {
  if (from === undefined) return { seq: 1 };
  if (/^[1-9]\d{0,14}$/.test(from)) return { seq: Number(from) };
  const seconds = parseInstant(from);
  if (seconds !== null && /\D/.test(from)) {
    return { time: new Date(seconds * 1_000) };
  }
  throw new UsageError(
    "--from must be a number of the log or a time such as 2026-01-31T12:00:00Z: " +
      `current value is "${from}"`,
  );
}

/** Stores all messages from `start` to the newest that there is now. */
function createReplay(start: LogStart): Role {
  return async (config, log, signal) => {
    await using db = await openStore(config);
    await using broker = await openLog(config, "read", { log, signal });
    const { name, created } = broker.stream;
    const { firstSeq, lastSeq } = await broker.state();
    const { stream } = await findStream(db, name, created, { firstSeq });
    const store = createStore(db, stream);
    const counts = { posts: 0, skipped: 0, redelivered: 0 };

    /** Batches whose topics all exist: a message without one would never become a post. */
    async function* read() {
      for await (const batch of broker.readFrom(start, signal)) {
        const topics = await store.readTopics();
        const unknown = batch.filter((one) => isOfUnknownTopic(one, topics))
          .map(({ subject }) => subject.split(".")[1]!);
        if (unknown.length > 0) {
          await addPausedTopics(db, [...new Set(unknown)]);
        }
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
  };
}

if (import.meta.main) {
  const { from } = readOptions("replay", HELP, OPTIONS);
  await runRole(createReplay(orExit(() => parseReplayStart(from))));
}
