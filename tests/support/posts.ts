import { sentimentOf } from "../../domain/post/post.ts";
import type { Post } from "../../domain/schema/posts.ts";
import {
  type MoodColumns,
  type Series,
  toSeries,
} from "../../domain/series/series.ts";
import {
  type Cursor,
  formatCursor,
  type TopicSnapshot,
  type Totals,
} from "../../domain/live/snapshot.ts";
import {
  addPostToTotals,
  addTotals,
  NO_TOTALS,
} from "../../domain/live/apply.ts";
import { windowRange } from "../../domain/live/window.ts";
import type { Topic } from "../../domain/topic/topic.ts";
import type { LiveReads } from "../../live/state.ts";

/** Posts of `trump` with the given `seq`, in that order. */
export function makePosts(seqs: readonly number[]): Post[] {
  return seqs.map((seq) => ({
    seq,
    id: `id-${seq}`,
    source: "demo",
    topic: "trump",
    author: "somebody",
    createdAt: new Date(seq * 1_000).toISOString(),
    text: `a good post about trump, ${seq}`,
    lang: "en",
    score: 3,
    sentiment: "positive",
    pNegative: null,
    pPositive: null,
    scorer: 1,
    url: null,
    marks: [[2, 6, 3]],
    kind: "post",
  }));
}

/** A live window of `trump` whose last bucket starts at `end`; each post in it is positive and scores 2. */
export function makeWindow(posts: readonly number[], end: number): Series {
  const zeros = posts.map(() => 0);
  return {
    topic: "trump",
    step: 10,
    t: posts.map((_, i) => end - (posts.length - 1 - i) * 10),
    posts: posts.slice(),
    positive: posts.slice(),
    negative: zeros,
    neutral: zeros,
    score: posts.map((count) => 2 * count),
    squares: posts.map((count) => 4 * count),
    ...unscored(posts.length),
  };
}

/** The columns of as many buckets without probabilities. */
export function unscored(length: number): MoodColumns {
  const zeros = new Array<number>(length).fill(0);
  return {
    ...{ scored: zeros, scorers: zeros },
    ...{ pPositive: zeros, pNegative: zeros, pSquares: zeros },
  };
}

/** What is known of `trump`: by itself, a quarter of an hour without posts until the epoch's second 900. */
export function makeSnapshot(
  given: Partial<TopicSnapshot> = {},
): TopicSnapshot {
  return {
    window: makeWindow(new Array<number>(90).fill(0), 890),
    totals: { posts: 0, positive: 0, negative: 0, neutral: 0, score: 0 },
    rate: 0,
    terms: { positive: [], negative: [] },
    posts: [],
    ...given,
  };
}

/** A post with a sequence number and nothing else that matters. */
export function livePost(seq: number, topic = "trump", score = 0): Post {
  return {
    seq,
    id: String(seq),
    source: "file",
    topic,
    author: null,
    createdAt: new Date(seq).toISOString(),
    text: `post ${seq}`,
    lang: "en",
    score,
    sentiment: sentimentOf(score),
    pNegative: null,
    pPositive: null,
    scorer: 1,
    url: null,
    marks: [],
    kind: "post",
  };
}

const NO_EDIT = { at: 0, added: NO_TOTALS };

/** A database in memory, as far as the live stream reads one. */
export interface FakeStore extends LiveReads {
  epoch: string;
  posts: Post[];
  /** `seq` of a post to the place at which its deletion became visible. */
  deleted: Map<number, number>;
  /** `seq` of a post to the place at which its newest edit became visible, and what that added. */
  edited: Map<number, { at: number; added: Totals }>;
  head: number;
  /** Number of reads of changes. */
  polls: number;
  slugs: string[];
  /** What all topics ask for. */
  query: string;
  add(...posts: Post[]): void;
  /** Changes a stored post as its author does. */
  edit(seq: number, change: Pick<Post, "text" | "score">): void;
}

/** Creates an empty store with some topics. */
export function createFakeStore(slugs = ["trump", "climate"]): FakeStore {
  const cursor = (seq: number): Cursor => ({ epoch: store.epoch, seq });
  const emptyWindow = (topic: string) =>
    toSeries([], { topic, step: 10, ...windowRange(Date.now()) });

  function topicSnapshot(slug: string): TopicSnapshot {
    const own = store.posts.filter((post) => post.topic === slug);
    return {
      window: emptyWindow(slug),
      totals: own.reduce(
        addPostToTotals,
        NO_TOTALS,
      ),
      rate: 0,
      terms: { positive: [], negative: [] },
      posts: own.filter((post) => !store.deleted.has(post.seq)).reverse()
        .slice(0, 50),
    };
  }

  const store: FakeStore = {
    epoch: "e1",
    posts: [],
    deleted: new Map(),
    edited: new Map(),
    head: 0,
    polls: 0,
    slugs,
    query: "x",
    add(...posts) {
      store.posts.push(...posts);
      store.head = Math.max(store.head, ...posts.map((post) => post.seq));
    },
    edit(seq, change) {
      const sentiment = sentimentOf(change.score);
      const i = store.posts.findIndex((post) => post.seq === seq);
      const before = store.posts[i]!;
      store.posts[i] = { ...before, ...change, sentiment };
      const added = { ...NO_TOTALS, score: change.score - before.score };
      added[before.sentiment]--;
      added[sentiment]++;
      store.edited.set(seq, { at: ++store.head, added });
    },
    readTopics: () =>
      Promise.resolve(
        store.slugs.map((slug): Topic => ({
          slug,
          query: store.query,
          color: "#009E73",
          active: true,
        })),
      ),
    readSnapshot: () =>
      Promise.resolve({
        cursor: formatCursor(cursor(store.head)),
        reset: false,
        topics: Object.fromEntries(
          store.slugs.map((slug) => [slug, topicSnapshot(slug)]),
        ),
      }),
    readChanges(after, { upTo = Infinity, limit = 500 } = {}) {
      store.polls++;
      const last = Math.min(store.head, upTo);
      const rows = store.posts
        .filter((post) => post.seq > after && post.seq <= last).slice(0, limit);
      const seq = rows.length === limit ? rows.at(-1)!.seq : last;
      const added = new Map<string, Totals>();
      for (const post of rows) {
        const sum = added.get(post.topic) ?? NO_TOTALS;
        added.set(post.topic, addPostToTotals(sum, post));
      }
      const edited = store.posts.filter((post) => {
        const { at, added: more } = store.edited.get(post.seq) ?? NO_EDIT;
        const isNews = at > after && at <= seq;
        const sum = added.get(post.topic) ?? NO_TOTALS;
        if (isNews) added.set(post.topic, addTotals(sum, more));
        return isNews;
      });
      return Promise.resolve({
        cursor: cursor(seq),
        more: seq < last,
        posts: rows.filter((post) => !store.deleted.has(post.seq)),
        deleted: [...store.deleted].filter(([, at]) => at > after && at <= seq)
          .map(([gone]) => gone),
        edited,
        added,
        slugs: [...store.slugs],
      });
    },
    async readMissed(slug, { after, last }) {
      const options = { upTo: last, limit: Infinity };
      const changes = await store.readChanges(after, options);
      const isWanted = (post: Post) => slug === null || post.topic === slug;
      return {
        posts: changes.posts.filter(isWanted),
        deleted: changes.deleted,
        edited: changes.edited.filter(isWanted),
      };
    },
    readWindow: (slug) => Promise.resolve(emptyWindow(slug)),
    readWindowTerms: () => Promise.resolve({ positive: [], negative: [] }),
  };
  return store;
}
