import * as v from "valibot";
import { about, count, list, map, shape, whole } from "./schema.ts";
import { Post, Series, TermCount, TopicAbout } from "./stored.ts";

// What pages are rendered from, and the events that keep them current.

const cursor = about(
  v.string(),
  "The position that this leads to: send it back to resume from there.",
);
const rate = about(count, "Posts of the last 60 seconds.");

export const Totals = shape("Sums over all posts of a topic.", {
  posts: count,
  positive: count,
  negative: count,
  neutral: count,
  score: about(whole, "Sum of the scores."),
});

export const WindowTerms = shape(
  "Words of the last 15 minutes, most frequent first.",
  { positive: list(TermCount), negative: list(TermCount) },
);

export const TopicSnapshot = shape("The state of a topic.", {
  window: about(
    v.lazy(() => Series),
    "The last 15 minutes in buckets of 10 seconds; the last one is still filling.",
  ),
  totals: Totals,
  rate,
  terms: WindowTerms,
  posts: about(list(Post), "Newest first, at most 50."),
  about: v.exactOptional(TopicAbout),
});

export const Snapshot = shape("The state to begin with.", {
  cursor,
  reset: about(
    v.boolean(),
    "Whether what you had before does not connect to this.",
  ),
  topics: about(map(TopicSnapshot), "By name of the topic."),
});

export const TopicTick = shape("The changes of a topic.", {
  window: v.exactOptional(about(
    v.lazy(() => Series),
    "Only the buckets that changed, with their new values.",
  )),
  totals: v.exactOptional(Totals),
  rate: v.exactOptional(rate),
  terms: v.exactOptional(WindowTerms),
  posts: v.exactOptional(
    about(list(Post), "New ones, newest first, at most 20."),
  ),
  edited: v.exactOptional(
    about(list(Post), "Edited by their authors, at most 20."),
  ),
  about: v.exactOptional(TopicAbout),
});

export const Tick = shape("Changes since the last event.", {
  cursor,
  topics: about(map(TopicTick), "By name of the topic."),
  whole: v.exactOptional(about(
    v.literal(true),
    "These are all topics there are of those asked for, with all that is known of them but posts.",
  )),
});

export const Deletion = shape("Posts that their authors deleted.", {
  cursor,
  posts: about(list(count), "Their `seq`."),
});

export const Beat = shape("A heartbeat, every few seconds.", {
  now: about(count, "The server's clock, in milliseconds since 1970."),
  late: about(
    count,
    "For how many seconds the server could read nothing new, if that is long; else 0.",
  ),
  rates: about(
    map(count),
    "Posts a minute of every topic, by name, also of those not asked for.",
  ),
});

export const Drain = shape(
  "The server is shutting down: reconnect in a moment.",
  {},
);
