import * as v from "valibot";
import { about, count, list, map, shape, whole } from "./schema.ts";
import { PostSchema } from "./posts.ts";
import { SeriesSchema, TermCountSchema } from "./series.ts";
import { TopicAboutSchema } from "./topics.ts";

// What pages are rendered from, and the events that keep them current.

const cursor = about(
  v.string(),
  "The position that this leads to: send it back to resume from there.",
);
const rate = about(count, "Posts of the last 60 seconds.");

export const TotalsSchema = shape("Sums over all posts of a topic.", {
  posts: count,
  positive: count,
  negative: count,
  neutral: count,
  score: about(whole, "Sum of the scores."),
});

export const WindowTermsSchema = shape(
  "Words of the last 15 minutes, most frequent first.",
  { positive: list(TermCountSchema), negative: list(TermCountSchema) },
);

export const TopicSnapshotSchema = shape("The state of a topic.", {
  window: about(
    v.lazy(() => SeriesSchema),
    "The last 15 minutes in buckets of 10 seconds; the last one is still filling.",
  ),
  totals: TotalsSchema,
  rate,
  terms: WindowTermsSchema,
  posts: about(list(PostSchema), "Newest first, at most 50."),
  about: v.exactOptional(TopicAboutSchema),
});

export const SnapshotSchema = shape("The state to begin with.", {
  cursor,
  reset: about(
    v.boolean(),
    "Whether what you had before does not connect to this.",
  ),
  topics: about(map(TopicSnapshotSchema), "By name of the topic."),
});

export const TopicTickSchema = shape("The changes of a topic.", {
  window: v.exactOptional(about(
    v.lazy(() => SeriesSchema),
    "Only the buckets that changed, with their new values.",
  )),
  totals: v.exactOptional(TotalsSchema),
  rate: v.exactOptional(rate),
  terms: v.exactOptional(WindowTermsSchema),
  posts: v.exactOptional(
    about(
      list(PostSchema),
      "New ones, the last that arrived first, at most 20: their own times may be older than those of others.",
    ),
  ),
  edited: v.exactOptional(
    about(list(PostSchema), "Edited by their authors, at most 20."),
  ),
  about: v.exactOptional(TopicAboutSchema),
});

export const TickSchema = shape("Changes since the last event.", {
  cursor,
  topics: about(map(TopicTickSchema), "By name of the topic."),
  whole: v.exactOptional(about(
    v.literal(true),
    "These are all of the requested topics that exist, with everything but posts.",
  )),
});

export const DeletionSchema = shape("Posts that their authors deleted.", {
  cursor,
  posts: about(list(count), "Their `seq`."),
});

export const BeatSchema = shape("A heartbeat, every few seconds.", {
  now: about(count, "The server's clock, in milliseconds since 1970."),
  late: about(
    count,
    "For how many seconds the server could read nothing new, if that is long; else 0.",
  ),
  rates: about(
    map(count),
    "Posts a minute of every topic, by name, requested or not.",
  ),
});

export const DrainSchema = shape(
  "The server is shutting down: reconnect in a moment.",
  {},
);
