import { addPosts, addTotals, replacePosts } from "../domain/live/apply.ts";
import {
  type Changes,
  type ChangesOptions,
  type Cursor,
  type MissedChanges,
  parseCursor,
  type SeqRange,
  type Snapshot,
  type TopicSnapshot,
  type TopicTick,
  type Totals,
  type WindowTerms,
} from "../domain/live/snapshot.ts";
import { rateOf, slideWindow } from "../domain/live/window.ts";
import type { Post } from "../domain/schema/posts.ts";
import { mapColumns, type Series } from "../domain/series/series.ts";
import { aboutOf, type Topic } from "../domain/topic/topic.ts";

/** What the live stream reads from the database. */
export interface LiveReads {
  /** Topics that are not archived. */
  readTopics(): Promise<readonly Topic[]>;
  /** Snapshot of all topics. */
  readSnapshot(): Promise<Snapshot>;
  readChanges(after: number, options?: ChangesOptions): Promise<Changes>;
  /** @param slug The topic to read; null for all. */
  readMissed(slug: string | null, range: SeqRange): Promise<MissedChanges>;
  readWindow(slug: string): Promise<Series>;
  readWindowTerms(slug: string): Promise<WindowTerms>;
}

/** Every topic as viewers know it, at a position in the commit order. */
export interface LiveState {
  cursor: Cursor;
  /** Number of changes that were sent to viewers. */
  revision: number;
  readonly topics: Map<string, TopicSnapshot>;
}

/** Reads the state from the database. */
export async function loadState(reads: LiveReads): Promise<LiveState> {
  const topics = await reads.readTopics();
  const abouts = new Map(topics.map((topic) => [topic.slug, aboutOf(topic)]));
  const snapshot = await reads.readSnapshot();
  return {
    cursor: parseCursor(snapshot.cursor)!,
    revision: 0,
    topics: new Map(
      Object.entries(snapshot.topics).map(([slug, topic]) => {
        const about = abouts.get(slug);
        return [slug, { ...topic, ...(about && { about }) }];
      }),
    ),
  };
}

/** Whether a cursor continues the state: same database, not reset to an earlier time. */
export function isContiguous(state: LiveState, next: Cursor): boolean {
  return next.epoch === state.cursor.epoch && next.seq >= state.cursor.seq;
}

/** Whether the state has exactly the current topics, each with its current details. */
export function hasTopics(
  { topics }: LiveState,
  slugs: readonly string[],
  current: readonly Topic[],
): boolean {
  return slugs.length === topics.size &&
    slugs.every((slug) => topics.has(slug)) &&
    current.every((topic) =>
      isEqual(topics.get(topic.slug)?.about, aboutOf(topic))
    );
}

/** What is new about a topic. */
export interface TopicUpdate {
  /** The whole window. */
  readonly window?: Series | undefined;
  readonly totals?: Totals | undefined;
  readonly terms?: WindowTerms | undefined;
  /** Newest first. */
  readonly posts?: readonly Post[] | undefined;
  /** Posts that their authors edited. */
  readonly edited?: readonly Post[] | undefined;
}

/** Reads what changes mean for each topic, apart from posts. */
export type UpdateReader = (
  state: LiveState,
  changes: Changes,
  nowMs: number,
) => Promise<Map<string, TopicUpdate>>;

/** How long the words of a topic are cached: after new posts, and without any. */
const TERMS_MS = { busy: 2_000, quiet: 60_000 };

/** Creates a reader that remembers when it last read each topic's words. */
export function createUpdateReader(reads: LiveReads): UpdateReader {
  const lastReads = new Map<string, { readMs: number; hasNew: boolean }>();

  async function readTerms(slug: string, isTouched: boolean, nowMs: number) {
    const last = lastReads.get(slug) ?? { readMs: nowMs, hasNew: false };
    const hasNew = last.hasNew || isTouched;
    const maxAge = hasNew ? TERMS_MS.busy : TERMS_MS.quiet;
    const isDue = nowMs - last.readMs >= maxAge;
    lastReads.set(
      slug,
      isDue ? { readMs: nowMs, hasNew: false } : { ...last, hasNew },
    );
    return isDue ? await reads.readWindowTerms(slug) : undefined;
  }

  return async (state, { added, slugs }, nowMs) => {
    const existing = new Set(slugs);
    const updates = new Map<string, TopicUpdate>();
    for (const [slug, { window, totals }] of state.topics) {
      if (!existing.has(slug)) continue;
      const more = added.get(slug);
      updates.set(slug, {
        window: more
          ? await reads.readWindow(slug)
          : slideWindow(window, nowMs / 1_000),
        totals: more && addTotals(totals, more),
        terms: await readTerms(slug, more !== undefined, nowMs),
      });
    }
    return updates;
  };
}

const MAX_POSTS = 50;

/** Applies an update to a topic; `tick` is what viewers do not have yet, null if nothing. */
export function updateTopic(
  before: TopicSnapshot,
  update: TopicUpdate,
): { after: TopicSnapshot; tick: TopicTick | null } {
  const { window = before.window, posts = [], edited = [] } = update;
  const shown = replacePosts(before.posts, edited);
  const after: TopicSnapshot = {
    ...before,
    window,
    totals: update.totals ?? before.totals,
    terms: update.terms ?? before.terms,
    rate: rateOf(window),
    posts: addPosts(shown, posts, MAX_POSTS),
  };
  const changed = changedBuckets(before.window, window);
  const tick: TopicTick = {
    ...(changed && { window: changed }),
    ...(!isEqual(before.totals, after.totals) && { totals: after.totals }),
    ...(before.rate !== after.rate && { rate: after.rate }),
    ...(!isEqual(before.terms, after.terms) && { terms: after.terms }),
    ...(posts.length > 0 && { posts }),
    ...(edited.length > 0 && { edited }),
  };
  return { after, tick: Object.keys(tick).length > 0 ? tick : null };
}

const COMPARED = [
  ...["posts", "score", "squares", "positive", "negative"] as const,
  ...["scored", "scorers", "pPositive", "pNegative", "pSquares"] as const,
] as const;

/** The buckets that differ, apart from empty ones that moved into the window; null if there are none. */
function changedBuckets(before: Series, after: Series): Series | null {
  const old = new Map(before.t.map((t, i) => [t, i]));
  const indexes = [...after.t.keys()].filter((i) => {
    const j = old.get(after.t[i]!);
    return j === undefined
      ? after.posts[i] !== 0
      : COMPARED.some((name) => after[name][i] !== before[name][j]);
  });
  if (indexes.length === 0) return null;
  const picked = mapColumns(
    after,
    (column) => indexes.map((i) => column[i] ?? null),
  );
  return { ...picked, t: indexes.map((i) => after.t[i]!) };
}

function isEqual(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
