import { classifyError } from "../db/classify_error.ts";
import type { Database } from "../db/connection/database.ts";
import { readTopics } from "../db/read/topics.ts";
import { storeBatch, type Stored } from "../db/write/store_batch.ts";
import type { Store } from "../workers/persist/persist.ts";

/** Joins the database's functions into what persisting stores messages of a stream with. */
export function createStore(db: Database, stream: number): Store<Stored> {
  return {
    async readTopics() {
      const topics = await readTopics(db.kysely, { archived: true });
      return new Map(topics.map((topic) => [topic.slug, topic]));
    },
    store: (entries) => storeBatch(db, stream, entries),
    classifyError,
  };
}
