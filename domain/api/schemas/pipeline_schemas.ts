import type {
  LogHealth,
  Pipeline,
  PollerHealth,
  SkippedCount,
  SourceHealth,
  Spending,
  StorageHealth,
} from "../../pipeline/pipeline.ts";
import { objectSchema } from "../object_schema.ts";
import type { Schema } from "../open_api.ts";
import { schemaOf } from "../schema_of.ts";

const { count, countOrNull, list, number, numberOrNull, oneOf, ref, text } =
  schemaOf;

const STATES = ["starting", "reading", "live", "down", "waiting", "silent"];
const REASONS = ["malformed", "oversize", "duplicate", "delete", "edit"];

/** How all that flows is doing. */
export const PIPELINE_SCHEMAS: Readonly<Record<string, Schema>> = {
  Pipeline: objectSchema<Pipeline>(
    "How all that flows is doing. Times are seconds since 1970; null is what this process does not know.",
    {
      at: number("When this was read."),
      sources: list(ref("SourceHealth")),
      log: ref("LogHealth"),
      storage: ref("StorageHealth"),
      poller: ref("PollerHealth"),
      viewers: count("Open live streams of this process."),
      gaps: list(ref("Gap"), "Of the last 7 days, newest first, at most 100."),
      spending: {
        anyOf: [ref("Spending"), { type: "null" }],
        description: "Of X; null if it is not read.",
      },
    },
  ),
  SourceHealth: objectSchema<SourceHealth>("One source of posts.", {
    source: text("Its address, such as `bluesky:`."),
    name: text("What its posts are marked with."),
    state: oneOf([...STATES, "ended"]),
    detail: text("Where it is connected to, or why it is not."),
    notice: schemaOf.textOrNull("What its operator should mend."),
    since: number("Since when it is in this state."),
    seen: number("When its process was last heard of."),
    events: count("Posts, edits and deletions so far."),
    rate: number("How many came a second, lately."),
  }),
  LogHealth: objectSchema<LogHealth>("What waits to be stored.", {
    kind: oneOf(["embedded", "JetStream"]),
    newest: countOrNull("Number of the newest message that is stored."),
    waiting: countOrNull("Messages that are not stored yet."),
  }),
  StorageHealth: objectSchema<StorageHealth>("What is stored.", {
    committed: numberOrNull("When something was last committed."),
    received: numberOrNull("When the newest post came in."),
    posts: count("Of all topics."),
    skipped: list(ref("SkippedCount"), "Most frequent first."),
  }),
  SkippedCount: objectSchema<SkippedCount>(
    "Messages that became no post, by reason.",
    { reason: oneOf(REASONS), count: count(), lastDay: count() },
  ),
  PollerHealth: objectSchema<PollerHealth>(
    "The loop that looks for what is new, while somebody watches.",
    {
      behind: countOrNull("Changes that are stored and not sent yet."),
      looked: numberOrNull("When it last looked."),
    },
  ),
  Spending: objectSchema<Spending>("What X has billed today, UTC.", {
    day: text("`YYYY-MM-DD`."),
    posts: count(),
    limit: countOrNull("Posts that it may bill a day; null: no limit."),
    cost: number("In US dollars."),
    renews: number("When the next day begins."),
  }),
};
