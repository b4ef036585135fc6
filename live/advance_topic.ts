import type { Post } from "../domain/post/post.ts";
import { replacePosts } from "../domain/live/replace_posts.ts";
import { rateOf } from "../domain/series/rate_of.ts";
import type { Columns, Series } from "../domain/series/series.ts";
import type {
  TopicSnapshot,
  TopicTick,
  Totals,
  WindowTerms,
} from "../domain/live/snapshot.ts";

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
