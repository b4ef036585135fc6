import { HttpError } from "fresh";
import type { Database } from "../db/connection/database.ts";
import { readChanges, readCursor } from "../db/read/changes.ts";
import { exportPosts, findPosts } from "../db/read/search.ts";
import { readExtent, readSeries, readSourceSeries } from "../db/read/series.ts";
import {
  listTopics,
  readSnapshot,
  readWindow,
  readWindowTerms,
} from "../db/read/snapshot.ts";
import { compareTerms, readTerms } from "../db/read/terms.ts";
import { findTopic, readTopics, type StoredTopic } from "../db/read/topics.ts";
import type { Feed } from "../live/feed.ts";
import type { LiveReads } from "../live/state.ts";
import type { State } from "../state.ts";
import { createTopicAdmin } from "./admin.ts";
import {
  createPipelineReader,
  type Flow,
  readInterruptions,
} from "./health.ts";

/** What the pages reach besides the database. */
interface StateParts {
  readonly feed: Feed;
  readonly readMetrics: () => Promise<string>;
  /** What every page must say first; null if nothing. */
  readonly readBanner: () => string | null;
  /** What is running, in words. */
  readonly source: string;
  readonly log: State["log"];
  /** Whether the log can be reached, as far as is known. @default {() => true} */
  readonly isBrokerUp?: () => boolean;
  /** What is known of the log. @default nothing */
  readonly flow?: Flow;
  /** What changes of topics are written to; see `createTopicAdmin`. @default the database */
  readonly writer?: Database;
  /** Whoever has it may change topics; null: nobody may. @default {null} */
  readonly adminToken?: string | null;
}

const NOTHING_KNOWN: Flow = {
  logKind: "embedded",
  countWaiting: () => Promise.resolve(null),
  committedMs: () => null,
  xPostsPerDay: 0,
};

/** Joins the database and the live stream into what every route can reach. */
export function createState(db: Database, parts: StateParts): State {
  const { feed, readMetrics, readBanner, source, log } = parts;
  const { isBrokerUp = () => true } = parts;
  const { writer = db, adminToken: token = null } = parts;
  const { flow = NOTHING_KNOWN } = parts;
  const { kysely } = db;

  async function topicOf(slug: string): Promise<StoredTopic> {
    const topic = await findTopic(kysely, slug);
    if (!topic) throw new HttpError(404, `Unknown topic "${slug}"`);
    return topic;
  }

  return {
    listTopics: () => listTopics(kysely),
    readExtent: async (slug) => readExtent(kysely, (await topicOf(slug)).id),
    readSeries: async (slug, range, step) =>
      readSeries(kysely, await topicOf(slug), range, step),
    readSourceSeries: async (slug, range, step) =>
      readSourceSeries(kysely, await topicOf(slug), range, step),
    readInterruptions: (range) => readInterruptions(db, range),
    readPipeline: createPipelineReader(db, feed, flow),
    readTerms: async (slug, { from, to }, kind, limit) => {
      const { id: topicId } = await topicOf(slug);
      return readTerms(kysely, { topicId, kind, from, to, limit });
    },
    compareTerms: async (slug, { from, to }, kind, limit) => {
      const { id: topicId } = await topicOf(slug);
      return compareTerms(kysely, { topicId, kind, from, to, limit });
    },
    readPosts: async (slug, search) =>
      findPosts(kysely, await topicOf(slug), search),
    async *exportPosts(slug, range, choice) {
      yield* exportPosts(kysely, await topicOf(slug), range, choice);
    },
    readSnapshot: (slugs) => readSnapshot(db, { slugs }),
    watch: (slugs, cursor) => feed.watch(slugs, cursor),
    admin: createTopicAdmin(writer, {
      reader: db,
      token,
      onChange: () => feed.notifyCommit(),
    }),
    findUnready: () => findUnready(db, isBrokerUp),
    readMetrics,
    get banner() {
      return readBanner();
    },
    source,
    log,
  };
}

/** Finds out what cannot be reached: `database`, `broker`, both or neither. */
export async function findUnready(
  { kysely }: Pick<Database, "kysely">,
  isBrokerUp: () => boolean,
): Promise<string[]> {
  const database = await readCursor(kysely).then(() => [], () => ["database"]);
  return isBrokerUp() ? database : [...database, "broker"];
}

/** Joins the database's queries into what the live stream reads. */
export function createLiveReads(db: Database): LiveReads {
  const { kysely } = db;

  async function topicOf(slug: string): Promise<StoredTopic> {
    const topic = await findTopic(kysely, slug, { archived: true });
    if (!topic) throw new Error(`Topic "${slug}" is gone`);
    return topic;
  }

  return {
    readTopics: () => readTopics(kysely),
    readSnapshot: () => readSnapshot(db),
    readChanges: (after, options) => readChanges(kysely, after, options),
    readWindow: async (slug) =>
      readWindow(kysely, await topicOf(slug), Date.now()),
    readWindowTerms: async (slug) =>
      readWindowTerms(kysely, (await topicOf(slug)).id, Date.now()),
  };
}
