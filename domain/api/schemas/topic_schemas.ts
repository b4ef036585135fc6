import type { TopicAbout, TopicSummary } from "../../topic/topic.ts";
import type {
  NewTopic,
  QueryTrial,
  TopicChange,
  TrialExample,
  TrialOfX,
} from "../../topic/try_query.ts";
import { objectSchema } from "../object_schema.ts";
import type { Schema } from "../open_api.ts";
import { schemaOf } from "../schema_of.ts";

const { count, flag, list, number, ref, text, textOrNull, time, timeOrNull } =
  schemaOf;

const color: Schema = { type: "string", pattern: "^#[0-9A-Fa-f]{6}$" };
const query = text(
  "What posts must say, such as `climate (change OR crisis) -ad`.",
);
const active = flag("Whether new posts are taken in.");

/** Topics, and what is sent to change them. */
export const TOPIC_SCHEMAS: Readonly<Record<string, Schema>> = {
  Topic: objectSchema<TopicSummary>("What somebody tracks.", {
    slug: text("Its name in addresses."),
    query,
    color,
    active,
    posts: count("Posts that were stored so far."),
    lastPostAt: timeOrNull("The newest post's own time."),
  }),
  TopicAbout: objectSchema<TopicAbout>("What of a topic may change.", {
    query,
    color,
    active,
  }),
  NewTopic: objectSchema<NewTopic>("A topic to be made.", {
    slug: text("Its name; without it the topic is named after its query."),
    query,
    color,
  }, ["slug", "color"]),
  TopicChange: {
    ...objectSchema<TopicChange>("What is to become different.", {
      query,
      color,
      active,
    }, ["query", "color", "active"]),
    minProperties: 1,
  },
  Removal: objectSchema<{ slug: string; posts: number; purged: boolean }>(
    "What became of a topic.",
    {
      slug: text(),
      posts: count("Posts that it held."),
      purged: flag("Whether they were deleted."),
    },
  ),
  QueryText: objectSchema<{ query: string }>("A query to be tried.", { query }),
  QueryTrial: objectSchema<QueryTrial>("What a query would match.", {
    matched: count(),
    of: count("Posts that were looked at: the newest 10,000 at most."),
    examples: list(ref("TrialExample")),
    x: ref("TrialOfX", "Only if there were posts of X."),
  }, ["x"]),
  TrialExample: objectSchema<TrialExample>("A post that it matches.", {
    id: text("The source's own id."),
    source: text(),
    topic: text("Name of a topic that holds it."),
    author: textOrNull(),
    createdAt: time(),
    lang: text(),
    text: text(),
  }),
  TrialOfX: objectSchema<TrialOfX>("What of these came from X.", {
    matched: count(),
    seconds: number("From the oldest to the newest that was looked at."),
  }),
};
