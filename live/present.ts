import { addTotals, replacePosts } from "../domain/live/apply.ts";
import {
  type Changes,
  type ChangesOptions,
  type Cursor,
  parseCursor,
  type Snapshot,
  type TopicSnapshot,
  type TopicTick,
  type Totals,
  type WindowTerms,
} from "../domain/live/snapshot.ts";
import { rateOf, slideWindow } from "../domain/live/window.ts";
import type { Post } from "../domain/post/post.ts";
import type { Columns, Series } from "../domain/series/series.ts";
import { aboutOf, type Topic, type TopicAbout } from "../domain/topic/topic.ts";

/** How long the words of a topic stay as they are: while posts come, and while none do. */
const TERMS_MS = { busy: 2_000, quiet: 60_000 };

/** Reads what changes bring to each topic, besides posts. */
export type UpdateReader = (
  present: Present,
  changes: Changes,
  nowMs: number,
) => Promise<Map<string, TopicUpdate>>;

/** Creates a reader that remembers when it last read each topic's words. */
export function createUpdateReader(reads: LiveReads): UpdateReader {
  const words = new Map<string, { readMs: number; stale: boolean }>();

  async function readTerms(slug: string, touched: boolean, nowMs: number) {
    const last = words.get(slug) ?? { readMs: nowMs, stale: false };
    const stale = last.stale || touched;
    const isDue =
      nowMs - last.readMs >= (stale ? TERMS_MS.busy : TERMS_MS.quiet);
    words.set(
      slug,
      isDue ? { readMs: nowMs, stale: false } : { ...last, stale },
    );
    return isDue ? await reads.readWindowTerms(slug) : undefined;
  }

  return async (present, { added, slugs }, nowMs) => {
    const there = new Set(slugs);
    const updates = new Map<string, TopicUpdate>();
    for (const [slug, { window, totals }] of present.topics) {
      if (!there.has(slug)) continue;
      const news = added.get(slug);
      updates.set(slug, {
        window: news
          ? await reads.readWindow(slug)
          : slideWindow(window, nowMs / 1_000),
        totals: news && addTotals(totals, news),
        terms: await readTerms(slug, news !== undefined, nowMs),
      });
    }
    return updates;
  };
}

const MAX_POSTS = 50;

/** What is newly known of a topic. */
export interface TopicUpdate {
  /** The whole window, as it stands now. */
  readonly window?: Series | undefined;
  readonly totals?: Totals | undefined;
  readonly terms?: WindowTerms | undefined;
  /** Newest first. */
  readonly posts?: readonly Post[] | undefined;
  /** Posts that their authors wrote anew. */
  readonly edited?: readonly Post[] | undefined;
}

/** Applies what is newly known, and says what of it viewers do not have; null if nothing. */
export function advanceTopic(
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
    posts: posts.length ? [...posts, ...shown].slice(0, MAX_POSTS) : shown,
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

/** The buckets that differ; one that only moved into the window and is empty does not. */
function changedBuckets(before: Series, after: Series): Series | null {
  const old = new Map(before.t.map((t, i) => [t, i]));
  const indexes = [...after.t.keys()].filter((i) => {
    const j = old.get(after.t[i]!);
    if (j === undefined) return after.posts[i] !== 0;
    return after.posts[i] !== before.posts[j] ||
      after.score[i] !== before.score[j] ||
      after.squares[i] !== before.squares[j] ||
      after.positive[i] !== before.positive[j] ||
      after.negative[i] !== before.negative[j];
  });
  if (indexes.length === 0) return null;
  const pick = (name: Exclude<keyof Columns, "squares">) =>
    indexes.map((i) => after[name][i]!);
  return {
    topic: after.topic,
    step: after.step,
    t: pick("t"),
    posts: pick("posts"),
    positive: pick("positive"),
    negative: pick("negative"),
    neutral: pick("neutral"),
    score: pick("score"),
    squares: indexes.map((i) => after.squares[i] ?? null),
  };
}

function isEqual(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

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
