import type {
  Beat,
  Deletion,
  Snapshot,
  Tick,
  TopicSnapshot,
  TopicTick,
  Totals,
  WindowTerms,
} from "../../live/snapshot.ts";
import { objectSchema } from "../object_schema.ts";
import type { Schema } from "../open_api.ts";
import { schemaOf } from "../schema_of.ts";

const { count, flag, list, map, ref, text, whole } = schemaOf;

const cursor = text(
  "The place that this leads to: send it back to go on from there.",
);
const rate = count("Posts of the last 60 seconds.");

/** What the live stream sends. */
export const LIVE_SCHEMAS: Readonly<Record<string, Schema>> = {
  Snapshot: objectSchema<Snapshot>("All that is known, to begin with.", {
    cursor,
    reset: flag("Whether what you had before does not connect to this."),
    topics: map(ref("TopicSnapshot"), "By name of the topic."),
  }),
  TopicSnapshot: objectSchema<TopicSnapshot>("All that is known of a topic.", {
    window: ref("Series", "The last 15 minutes in buckets of 10 seconds."),
    totals: ref("Totals"),
    rate,
    terms: ref("WindowTerms"),
    posts: list(ref("Post"), "Newest first, at most 50."),
    about: ref("TopicAbout"),
  }, ["about"]),
  Tick: objectSchema<Tick>("What became known since.", {
    cursor,
    topics: map(ref("TopicTick"), "By name of the topic."),
    whole: {
      const: true,
      description: "These are all topics that there are of those asked for.",
    },
  }, ["whole"]),
  TopicTick: objectSchema<TopicTick>("What of a topic changed.", {
    window: ref("Series", "Only the buckets that changed, as they are now."),
    totals: ref("Totals"),
    rate,
    terms: ref("WindowTerms"),
    posts: list(ref("Post"), "New ones, newest first, at most 20."),
    edited: list(ref("Post"), "Written anew by their authors, at most 20."),
    about: ref("TopicAbout"),
  }, ["window", "totals", "rate", "terms", "posts", "edited", "about"]),
  Deletion: objectSchema<Deletion>("Posts that their authors took back.", {
    cursor,
    posts: list(count(), "Their `seq`."),
  }),
  Beat: objectSchema<Beat>("A sign of life, every few seconds.", {
    now: count("The server's clock, in milliseconds since the epoch."),
    late: count(
      "For how many seconds nothing new could be read, if that is long; else 0.",
    ),
    rates: map(
      count(),
      "Posts a minute of every topic, by name, also of those not asked for.",
    ),
  }),
  Drain: objectSchema<Record<never, never>>(
    "The server goes away: come back in a moment.",
    {},
  ),
  Totals: objectSchema<Totals>("Sums over all posts of a topic.", {
    posts: count(),
    positive: count(),
    negative: count(),
    neutral: count(),
    score: whole("Sum of the scores."),
  }),
  WindowTerms: objectSchema<WindowTerms>("Words of the last 15 minutes.", {
    positive: list(ref("TermCount")),
    negative: list(ref("TermCount")),
  }),
};
