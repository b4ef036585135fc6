import * as v from "valibot";
import {
  about,
  count,
  countOrNull,
  list,
  numberOrNull,
  shape,
  textOrNull,
} from "./schema.ts";
import { GapSchema } from "./stored.ts";

// The state of the pipeline: sources, log, storage, viewers.

// `reading`: the source reports no state. `silent`: its process has not been heard of for a while.
const state = v.picklist(
  ["starting", "reading", "live", "down", "waiting", "silent", "ended"],
);

export const SourceHealthSchema = shape("One source of posts.", {
  source: about(v.string(), "Its address, such as `bluesky:`."),
  name: about(v.string(), "The `source` of its posts."),
  state,
  detail: about(
    v.string(),
    "Where it is connected to, or why it is not; may be empty.",
  ),
  notice: about(textOrNull, "What its operator should fix; null: nothing."),
  since: about(v.number(), "When the state began."),
  seen: about(v.number(), "When its process was last heard of."),
  events: about(
    count,
    "Posts, edits and deletions since its process began to read it.",
  ),
  rate: about(v.number(), "Events a second, lately."),
});

export const LogHealthSchema = shape("The log of messages to be stored.", {
  kind: v.picklist(["embedded", "JetStream"]),
  newest: about(countOrNull, "Number of the newest message that is stored."),
  waiting: about(countOrNull, "Messages that are not stored yet."),
});

const reason = v.picklist(
  ["malformed", "oversize", "duplicate", "delete", "edit"],
);

export const SkippedCountSchema = shape(
  "Messages that became no post, by reason.",
  {
    reason,
    count,
    lastDay: about(count, "Of these, in the last 24 hours."),
  },
);

export const StorageHealthSchema = shape("What is stored.", {
  committed: about(numberOrNull, "When something was last committed."),
  received: about(
    numberOrNull,
    "When the newest post arrived; null before the first.",
  ),
  posts: about(count, "Of all topics."),
  skipped: about(list(SkippedCountSchema), "Most frequent first."),
});

export const PollerHealthSchema = shape(
  "The loop that polls for changes while there are viewers.",
  {
    behind: about(countOrNull, "Changes that are stored and not sent yet."),
    looked: about(numberOrNull, "When it last polled."),
  },
);

export const SpendingSchema = shape("What X has billed today, UTC.", {
  day: about(v.string(), "`YYYY-MM-DD`."),
  posts: count,
  limit: about(countOrNull, "Posts that it may bill a day; null: no limit."),
  cost: about(v.number(), "In US dollars."),
  renews: about(v.number(), "When the next day begins."),
});

export const PipelineSchema = shape(
  "The state of the pipeline. Times are seconds since 1970; null is what this process does not know.",
  {
    at: about(v.number(), "When this was read."),
    sources: list(SourceHealthSchema),
    log: LogHealthSchema,
    storage: StorageHealthSchema,
    poller: PollerHealthSchema,
    viewers: about(count, "Open live streams of this process."),
    gaps: about(
      list(GapSchema),
      "Of the last 7 days, newest first, at most 100.",
    ),
    spending: about(
      v.nullable(SpendingSchema),
      "Of X; null if it is not read.",
    ),
  },
);
