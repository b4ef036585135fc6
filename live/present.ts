import type { Changes, ChangesOptions } from "../domain/live/changes.ts";
import { type Cursor, parseCursor } from "../domain/live/cursor.ts";
import type { Series } from "../domain/series/series.ts";
import type {
  Snapshot,
  TopicSnapshot,
  WindowTerms,
} from "../domain/live/snapshot.ts";
import { aboutOf } from "../domain/topic/about_of.ts";
import type { Topic, TopicAbout } from "../domain/topic/topic.ts";

/** What the live stream reads from the database. */
export interface LiveReads {
  /** Topics that are not archived. */
  readTopics(): Promise<readonly Topic[]>;
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
  const known = new Map<string, TopicAbout>();
  for (const topic of await reads.readTopics()) {
    known.set(topic.slug, aboutOf(topic));
  }
  const { cursor, topics } = await reads.readSnapshot();
  return {
    cursor: parseCursor(cursor)!,
    revision: 0,
    topics: new Map(
      Object.entries(topics).map(([slug, topic]) => {
        const about = known.get(slug);
        return [slug, { ...topic, ...(about && { about }) }];
      }),
    ),
  };
}

/** Whether a place lies on the way that the present goes: of the same database, not put back in time. */
export function leadsOn(present: Present, to: Cursor): boolean {
  return to.epoch === present.cursor.epoch && to.seq >= present.cursor.seq;
}

/** Whether the present has the topics that there are, each as it is. */
export function knowsTopics(
  { topics }: Present,
  slugs: readonly string[],
  abouts: readonly Topic[],
): boolean {
  return slugs.length === topics.size &&
    slugs.every((slug) => topics.has(slug)) &&
    abouts.every((topic) => {
      const about = JSON.stringify(topics.get(topic.slug)?.about);
      return about === JSON.stringify(aboutOf(topic));
    });
}
