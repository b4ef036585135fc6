import type { Changes } from "../domain/live/changes.ts";
import { formatCursor } from "../domain/live/cursor.ts";
import type { Send } from "./apply_updates.ts";
import { applyChanges } from "./changes.ts";
import { encodeTopics } from "./events.ts";
import {
  knowsTopics,
  leadsOn,
  type LiveReads,
  loadPresent,
  type Present,
} from "./present.ts";
import type { UpdateReader } from "./update_reader.ts";

/** What the present is moved on with. */
export interface CatchUpParts {
  readonly reads: LiveReads;
  readonly readUpdates: UpdateReader;
  readonly send: Send;
}

/** Moves the present on to the newest place and the topics that there are now. */
export async function catchUp(
  present: Present,
  parts: CatchUpParts,
): Promise<void> {
  const topics = await parts.reads.readTopics();
  const last = await walk(present, parts, Infinity);
  if (!last || !knowsTopics(present, last.slugs, topics)) {
    await renew(present, parts);
  }
}

/**
 * Applies changes up to a place, a page at a time.
 *
 * @returns The last page; null if the database is not what it was.
 */
async function walk(
  present: Present,
  { reads, readUpdates, send }: CatchUpParts,
  upTo: number,
): Promise<Changes | null> {
  while (true) {
    const changes = await reads.readChanges(present.cursor.seq, { upTo });
    if (!leadsOn(present, changes.cursor)) return null;
    const updates = await readUpdates(present, changes, Date.now());
    await applyChanges(present, changes, updates, send);
    if (!changes.more) return changes;
  }
}

/**
 * Starts the present over: a topic came, went or changed, or the database is
 * another one. Viewers first get what lies between, so that they miss nothing.
 */
async function renew(present: Present, parts: CatchUpParts): Promise<void> {
  const fresh = await loadPresent(parts.reads);
  const { cursor, topics } = fresh;
  const walked = leadsOn(present, cursor) &&
    await walk(present, parts, cursor.seq);
  present.cursor = cursor;
  present.revision++;
  present.topics.clear();
  for (const [slug, topic] of topics) present.topics.set(slug, topic);
  const head = { cursor: formatCursor(cursor), reset: !walked };
  parts.send(encodeTopics("snapshot", head, topics));
}
