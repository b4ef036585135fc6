import { HttpError } from "fresh";
import type { Database } from "../../db/connection/database.ts";
import { readChanges, readMissed } from "../../db/read/changes.ts";
import { TopicCache } from "../../db/read/cache.ts";
import { exportPosts } from "../../db/search/export.ts";
import { readJumps } from "../../db/read/jumps.ts";
import { findPosts } from "../../db/search/search.ts";
import { type NetworkSearch, readNetwork } from "../../db/search/network.ts";
import { readTop, type TopSearch } from "../../db/search/top.ts";
import {
  readExtent,
  readSeries,
  readSourceSeries,
  toWholeSteps,
} from "../../db/read/series.ts";
import {
  listSharedTopics,
  readRates,
  readSharedSnapshot,
  readSnapshot,
  readWindow,
  readWindowTerms,
} from "../../db/read/snapshot.ts";
import { compareTerms, readTerms } from "../../db/read/terms.ts";
import { readTopics } from "../../db/read/topics.ts";
import { readWeights } from "../../db/read/weights.ts";
import { readAlerts } from "../../db/records/alerts.ts";
import type { TermKind } from "../../domain/post/post.ts";
import type { PostFilter } from "../../domain/post/search.ts";
import type { JumpReasons } from "../../domain/schema/jumps.ts";
import { MINUTE, type TimeRange } from "../../domain/time/range.ts";
import type { Feed } from "../../live/feed.ts";
import type { LiveReads } from "../../live/state.ts";
import type { Log } from "../../log.ts";
import { createTopicAdmin } from "./admin.ts";
import { createChecks } from "./checks.ts";
import {
  createPipelineReader,
  type Flow,
  readInterruptions,
} from "./health.ts";
import { createMatchedReads } from "./matched.ts";
import { Moments } from "./moments.ts";
import { createQueue } from "./queue.ts";
import { findUnready, type WorkWatch } from "./readiness.ts";
import { ReadSources } from "./replica.ts";
import { bindShared, bindTopics } from "./topic_reads.ts";

/** What {@linkcode createState} uses besides the database. */
interface StateParts extends Partial<Flow> {
  readonly feed: Feed;
  /** Prometheus text. */
  readonly readMetrics: () => Promise<string>;
  /** Notice shown on every page; null for none. */
  readonly readBanner: () => string | null;
  /** Source names, for the footer and the empty state. */
  readonly source: string;
  readonly log: Log;
  /** Whether the broker is reachable, as far as is known. @default {() => true} */
  readonly isBrokerUp?: () => boolean;
  /** Work of this process besides pages. @default none */
  readonly work?: WorkWatch | undefined;
  /** Where topics are changed; see {@linkcode createTopicAdmin}. @default {db} */
  readonly writer?: Database;
  /** A copy of the database that takes reads from it; null for none. @default {null} */
  readonly replica?: Database | null;
  /** Allows its holder to change topics; null for nobody. @default {null} */
  readonly adminToken?: string | null;
}

/** Buckets of a series that is kept for others who ask. */
const MAX_KEPT_POINTS = 1_000;

function isShort({ t }: { readonly t: readonly number[] }): boolean {
  return t.length <= MAX_KEPT_POINTS;
}

/** Entries of a list that is kept for others who ask; such a list is read whole. */
const MAX_KEPT_ENTRIES = 200;

/** Lists at once that read posts, and those that wait: each may read many. */
const LISTS = { running: 2, waiting: 30 };

/** Why times stood out: of all topics on a page, and of those that were over a while ago. */
const REASONS = { sharedMs: 30_000, maxKept: 100, maxReading: Infinity };

/** Exports at once. */
const MAX_EXPORTS = 8;

const UNKNOWN_FLOW: Flow = {
  logKind: "embedded",
  countWaiting: () => Promise.resolve(null),
  committedMs: () => null,
  xPostsPerDay: 0,
};

/**
 * Joins the database and the live feed into what routes reach as `ctx.state`;
 * its type is `State`. Reads of an unknown topic fail with status 404.
 */
export function createState(db: Database, parts: StateParts) {
  const { feed, readMetrics, readBanner, source, log } = parts;
  const { isBrokerUp = () => true, work } = parts;
  const { writer = db, replica = null, adminToken: token = null } = parts;
  const { kysely } = db;
  let exporting = 0;
  const unknown = (slug: string) =>
    new HttpError(404, `Unknown topic ${JSON.stringify(slug.slice(0, 100))}`);
  const cache = new TopicCache(db);
  const sources = new ReadSources({ kysely, cache }, replica, log);
  const { findTopic, ofTopic } = bindTopics(kysely, unknown, { sources });
  const shared = bindShared(cache, sources, unknown);
  const ofTerms = <T>(name: string, query: TermQuery<T>) => {
    const read = shared(name, (
      kysely,
      { id: topicId, ignored },
      range: TimeRange,
      kind: TermKind,
      limit: number,
    ) => query(kysely, { topicId, ignored, kind, ...range, limit }));
    return (slug: string, range: TimeRange, kind: TermKind, limit: number) =>
      read(slug, toWholeSteps(range, MINUTE), kind, limit);
  };

  const reasons = new Moments<JumpReasons>(REASONS);
  const readSharedSeries = shared("series", readSeries, isShort);
  const inTurn = createQueue({
    ...LISTS,
    refuse: () => new HttpError(503, "Too many lists at once"),
  });
  const readList = shared(
    "top",
    (kysely, topic, range: TimeRange, search: TopSearch) =>
      inTurn(() => readTop(kysely, topic, range, search)),
    ({ rows }) => rows.length <= MAX_KEPT_ENTRIES,
  );

  return {
    /** Changes with each post that is stored, edited or deleted, and with each topic. */
    readVersion: async () => JSON.stringify(await cache.look()),
    /** All topics, oldest first; with the words that were taken out of them, if that is asked for. */
    listTopics: (options?: { ignored?: boolean }) =>
      listSharedTopics(db, cache, options),
    /** Posts a minute of all topics, by slug. */
    readRates: (nowMs?: number) => readRates(db, cache, nowMs),
    /** Times of the first and last post of a topic; null if it has none. */
    readExtent: shared("extent", (kysely, { id }) => readExtent(kysely, id)),
    /** Without gaps; `step` in seconds, a multiple of 10. */
    readSeries: readSharedSeries,
    /** The same by source; `step` in seconds, a multiple of 60. */
    readSourceSeries: shared("sources", readSourceSeries, isShort),
    /** What stood out, oldest first; `step` in seconds, a multiple of 10. */
    readJumps: ofTopic((kysely, topic, range: TimeRange, step: number) =>
      readJumps(kysely, topic, {
        ...range,
        step,
        nowMs: Date.now(),
        readInterruptions: (range) => readInterruptions(db, range),
        readSeries: (range, step) => readSharedSeries(topic.slug, range, step),
        keepReasons: ({ from, to, posts }, read) =>
          reasons.ask(
            JSON.stringify([topic.id, topic.ignored, from, to, posts, step]),
            read,
          ),
      })
    ),
    /** What was reported of a topic, and of what all depend on, newest first. */
    readAlerts: async (slug: string, limit: number) =>
      await readAlerts(kysely, (await findTopic(slug)).slug, limit),
    /** When sources were interrupted. */
    readInterruptions: (range: TimeRange) => readInterruptions(db, range),
    /** Health of the whole pipeline. */
    readPipeline: createPipelineReader(db, feed, { ...UNKNOWN_FLOW, ...parts }),
    /** Most frequent first; the range is widened to whole minutes. */
    readTerms: ofTerms("terms", readTerms),
    /** The same, each with its count in the range of the same length before. */
    compareTerms: ofTerms("compared", compareTerms),
    ...createMatchedReads(sources, findTopic),
    /** What the newest posts have in common, of most posts first; a few more entries than asked for. */
    readTop: (slug: string, range: TimeRange, search: TopSearch) =>
      readList(slug, range, {
        ...search,
        limit: Math.max(search.limit, MAX_KEPT_ENTRIES),
      }),
    /** What the newest posts link with each other. */
    readNetwork: shared(
      "network",
      (kysely, topic, range: TimeRange, search: NetworkSearch) =>
        inTurn(() => readNetwork(kysely, topic, range, search)),
      ({ nodes }) => nodes.length <= MAX_KEPT_ENTRIES,
    ),
    /** Newest first. */
    readPosts: ofTopic(findPosts),
    /** A post with the words that weighed in its score; null if there is none. */
    readWeights: ofTopic(readWeights),
    /** Ordered by `seq`, read page by page; a few at a time, as each may search all posts. */
    async *exportPosts(
      slug: string,
      range: TimeRange,
      choice?: PostFilter,
      signal?: AbortSignal,
    ) {
      if (exporting >= MAX_EXPORTS) {
        throw new HttpError(503, "Too many exports at once");
      }
      exporting++;
      try {
        const topic = await findTopic(slug);
        const { kysely } = await sources.choose();
        yield* exportPosts(kysely, topic, range, choice, signal);
      } finally {
        exporting--;
      }
    },
    /** What a page is rendered from; of all topics if no slugs are given. */
    readSnapshot: (slugs?: readonly string[]) =>
      readSharedSnapshot(cache, { slugs }),
    watch: feed.watch.bind(feed),
    admin: createTopicAdmin(writer, {
      reader: db,
      token,
      log,
      onChange: () => feed.notifyCommit(),
    }),
    checks: createChecks(db, { writer, findTopic }),
    /** Finds what does not work. */
    findUnready: () => findUnready(db, { isBrokerUp, work, replica }),
    readMetrics,
    /** Notice shown on every page; null for none. */
    get banner() {
      return readBanner();
    },
    source,
    log,
  };
}

/** A query about the terms of one topic. */
type TermQuery<T> = (
  ...[db, range]: Parameters<typeof readTerms>
) => Promise<T>;

/** Joins the queries that the live feed polls with. */
export function createLiveReads(db: Database): LiveReads {
  const { kysely } = db;
  const { ofTopic } = bindTopics(
    kysely,
    (slug) => new Error(`Topic "${slug}" is gone`),
    { archived: true },
  );
  return {
    readTopics: () => readTopics(kysely),
    readSnapshot: () => readSnapshot(db),
    readChanges: (after, options) => readChanges(kysely, after, options),
    readMissed: (slug, range) => readMissed(kysely, slug, range),
    readWindow: ofTopic((kysely, topic) =>
      readWindow(kysely, topic, Date.now())
    ),
    readWindowTerms: ofTopic((kysely, topic) =>
      readWindowTerms(kysely, topic, Date.now())
    ),
  };
}
