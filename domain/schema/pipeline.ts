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
import { GapSchema } from "./series.ts";

// The state of the pipeline: sources, log, storage, viewers.

// `reading`: the source reports no state. `silent`: its process has not been heard of for a while.
const state = v.picklist(
  ["starting", "reading", "live", "down", "waiting", "silent", "ended"],
);

export const SourceHealthSchema = shape("One source of posts.", {
  source: about(v.string(), "Its address, such as `bluesky:`.", "bluesky:"),
  name: about(v.string(), "The `source` of its posts.", "bluesky"),
  state: about(state, "What it does now.", "live"),
  detail: about(
    v.string(),
    "Where it is connected to, or why it is not; may be empty.",
    "jetstream2.us-east.bsky.network",
  ),
  notice: about(
    textOrNull,
    "What its operator should fix; null: nothing.",
    null,
  ),
  since: about(v.number(), "When the state began.", 1_769_814_000),
  seen: about(
    v.number(),
    "When its process was last heard of.",
    1_769_860_819.9,
  ),
  events: about(
    count,
    "Posts, edits and deletions since its process began to read it.",
    51_002,
  ),
  rate: about(v.number(), "Events a second, lately.", 1.3),
});

export const LogHealthSchema = shape("The log of messages to be stored.", {
  kind: v.picklist(["embedded", "JetStream"]),
  newest: about(
    countOrNull,
    "Number of the newest message that is stored.",
    51_010,
  ),
  waiting: about(countOrNull, "Messages that are not stored yet.", 0),
});

const reason = v.picklist(
  ["malformed", "oversize", "duplicate", "delete", "edit"],
);

export const SkippedCountSchema = shape(
  "Messages that became no post, by reason.",
  {
    reason: about(reason, "Why they are no posts.", "delete"),
    count: about(count, "How many there are.", 214),
    lastDay: about(count, "Of these, in the last 24 hours.", 95),
  },
);

export const RefusedCountSchema = shape(
  "What a source sent that is no post, for one reason.",
  {
    source: about(
      textOrNull,
      "The source's address; null for what an earlier version stored.",
      "file:posts.csv",
    ),
    detail: about(v.string(), "Why it is no post.", "`id` is missing"),
    count: about(count, "How many there are among the newest 10,000.", 3),
    place: about(
      textOrNull,
      "Where the first stands in a file; null if it is of none.",
      "record 31",
    ),
    example: about(
      v.string(),
      "How the first begins.",
      ",2026-01-31,ann,Hello",
    ),
  },
);

export const RescoringSchema = shape(
  "Stored posts that are scored again, by a newer scorer.",
  {
    scorer: about(count, "Its version.", 2),
    topic: v.exactOptional(about(
      v.string(),
      "If only of one, by other words.",
      "climate",
    )),
    share: about(v.number(), "What is done, from 0 to 1.", 0.42),
  },
);

export const StorageHealthSchema = shape("What is stored.", {
  committed: about(
    numberOrNull,
    "When something was last committed.",
    1_769_860_820.1,
  ),
  received: about(
    numberOrNull,
    "When the newest post arrived; null before the first.",
    1_769_860_820.1,
  ),
  posts: about(count, "Of all topics.", 20_761),
  skipped: about(list(SkippedCountSchema), "Most frequent first."),
  refused: about(
    list(RefusedCountSchema),
    "By source and reason, most frequent first, at most 50.",
  ),
  rescoring: about(
    v.nullable(v.lazy(() => RescoringSchema)),
    "Null if no stored post waits for it.",
    null,
  ),
});

export const PollerHealthSchema = shape(
  "The loop that polls for changes while there are viewers.",
  {
    behind: about(countOrNull, "Changes that are stored and not sent yet.", 0),
    looked: about(numberOrNull, "When it last polled.", 1_769_860_820.2),
  },
);

export const SpendingSchema = shape("What X has billed today, UTC.", {
  day: about(v.string(), "`YYYY-MM-DD`.", "2026-01-31"),
  posts: about(count, "Posts billed so far.", 311),
  limit: about(
    countOrNull,
    "Posts that it may bill a day; null: no limit.",
    2_000,
  ),
  cost: about(v.number(), "In US dollars.", 1.555),
  renews: about(v.number(), "When the next day begins.", 1_769_904_000),
});

export const PipelineSchema = shape(
  "The state of the pipeline. Times are seconds since 1970; null is what this process does not know.",
  {
    at: about(v.number(), "When this was read.", 1_769_860_820.4),
    sources: list(SourceHealthSchema),
    log: LogHealthSchema,
    storage: StorageHealthSchema,
    poller: PollerHealthSchema,
    viewers: about(count, "Open live streams of this process.", 3),
    gaps: about(
      list(GapSchema),
      "Of the last 7 days, newest first, at most 100.",
    ),
    spending: about(
      v.nullable(SpendingSchema),
      "Of X; null if it is not read.",
      null,
    ),
  },
);
