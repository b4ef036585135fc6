import type { Changes } from "../domain/live/changes.ts";
import { formatCursor, parseCursor } from "../domain/live/cursor.ts";
import { applyChanges } from "./apply_changes.ts";
import { applyUpdates, type Send } from "./apply_updates.ts";
import { encodeTopics } from "./encode_topics.ts";
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
  } else if (present.miscounted.size > 0) {
    await recount(present, parts);
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
    for (const { topic } of changes.edited) present.miscounted.add(topic);
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
  present.miscounted.clear();
  present.topics.clear();
  for (const [slug, topic] of topics) present.topics.set(slug, topic);
  const head = { cursor: formatCursor(cursor), reset: !walked };
  parts.send(encodeTopics("snapshot", head, topics));
}

/** Reads the sums of topics with edits: an edit does not say what it took away. */
async function recount(present: Present, parts: CatchUpParts): Promise<void> {
  const slugs = [...present.miscounted];
  const fresh = await parts.reads.readSnapshot(slugs);
  const cursor = parseCursor(fresh.cursor)!;
  if (!leadsOn(present, cursor)) return; // the next look will see why
  if (!await walk(present, parts, cursor.seq)) return;
  const updates = Object.entries(fresh.topics)
    .filter(([slug]) => present.topics.has(slug))
    .map(([slug, { window, totals, terms }]) =>
      [slug, { window, totals, terms }] as const
    );
  applyUpdates(present, cursor.seq, new Map(updates), parts.send);
  for (const slug of slugs) present.miscounted.delete(slug);
}
