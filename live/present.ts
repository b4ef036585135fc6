import type { Changes, ChangesOptions } from "../domain/live/changes.ts";
import { type Cursor, parseCursor } from "../domain/live/cursor.ts";
import type { Series } from "../domain/series/series.ts";
import type {
  Snapshot,
  TopicSnapshot,
  WindowTerms,
} from "../domain/live/snapshot.ts";

/** What the live stream reads from the database. */
export interface LiveReads {
  /** Of all topics. */
  readSnapshot(): Promise<Snapshot>;
  readChanges(after: number, options?: ChangesOptions): Promise<Changes>;
  readWindow(slug: string): Promise<Series>;
  readWindowTerms(slug: string): Promise<WindowTerms>;
}

/** Every topic as viewers know it, and the place in the commit order that this is. */
export interface Present {
  cursor: Cursor;
  /** Counts the changes that viewers were told of. */
  revision: number;
  readonly topics: Map<string, TopicSnapshot>;
}

/** Reads the present anew. */
export async function loadPresent(reads: LiveReads): Promise<Present> {
  const { cursor, topics } = await reads.readSnapshot();
  return {
    cursor: parseCursor(cursor)!,
    revision: 0,
    topics: new Map(Object.entries(topics)),
  };
}

/** Whether changes lead on: of the same database, not put back in time, of known topics only. */
export function leadsOn(present: Present, changes: Changes): boolean {
  return changes.cursor.epoch === present.cursor.epoch &&
    changes.cursor.seq >= present.cursor.seq &&
    [...changes.added.keys()].every((slug) => present.topics.has(slug));
}
