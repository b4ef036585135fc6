import { HttpError } from "fresh";
import type { Database } from "../db/database.ts";
import { compareTerms } from "../db/compare_terms.ts";
import { exportPosts } from "../db/export_posts.ts";
import { findPosts } from "../db/find_posts.ts";
import { listTopics } from "../db/list_topics.ts";
import { readExtent } from "../db/read_extent.ts";
import { readSeries } from "../db/read_series.ts";
import { readSourceSeries } from "../db/read_source_series.ts";
import { readSnapshot } from "../db/read_snapshot.ts";
import { readTerms } from "../db/read_terms.ts";
import { readTopics, type StoredTopic } from "../db/read_topics.ts";
import type { Feed } from "../live/feed.ts";
import type { State } from "../state.ts";
import { createTopicAdmin } from "./create_topic_admin.ts";
import { createPipelineReader } from "./create_pipeline_reader.ts";
import { findUnready } from "./find_unready.ts";
import type { Flow } from "./flow.ts";
import { readInterruptions } from "./read_interruptions.ts";

/** What the pages reach besides the database. */
export interface StateParts {
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
    const topics = await readTopics(kysely);
    const topic = topics.find((one) => one.slug === slug);
    if (!topic) throw new HttpError(404, `There is no topic "${slug}"`);
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
    watch: feed.watch,
    admin: createTopicAdmin(writer, {
      reader: db,
      token,
      onChange: () => feed.nudge(),
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
