import {
  EXPORT_COLUMNS,
  EXPORT_FIELDS,
  EXPORT_FORMATS,
} from "../post/export.ts";
import { PERS } from "../request/range.ts";
import { GAP_COLUMNS, SERIES_COLUMNS } from "../series/csv.ts";
import { csvLine } from "../text/csv.ts";
import {
  answer,
  choice,
  exampleOf,
  FILTER,
  FILTERED,
  FORMAT,
  group,
  limit,
  orTable,
  query,
  RANGE,
  READ_ERRORS,
  ref,
  text,
  TIMES,
  TOPIC,
} from "./describe.ts";
import type { Paths } from "./open_api.ts";

/** Counts over time. */
export const COUNTS: Paths = group("Counts", {
  "/api/series": {
    get: {
      operationId: "readSeries",
      summary: "Counts over time, without gaps",
      description:
        "The last 15 minutes by default. Posts of exactly the range are counted: those of the first and the last bucket in part, if it begins or ends within them. " +
        FILTERED,
      parameters: [
        TOPIC,
        ...FILTER,
        ...TIMES,
        RANGE,
        query(
          "step",
          "Seconds that a bucket spans; by default one that fits the range. Whole minutes with `by=source`. A response holds at most 10,000 buckets.",
          60,
          { type: "integer", minimum: 10, multipleOf: 10 },
        ),
        choice(
          "per",
          "Instead of `step`: a unit of the calendar, weeks from Monday; or `auto`, so long that most buckets hold posts.",
          PERS,
          "day",
        ),
        query(
          "zone",
          "Whose calendar `per` follows; UTC by default.",
          "Europe/Berlin",
        ),
        choice(
          "by",
          "`source` adds the posts of each source, if buckets are whole minutes.",
          ["source"],
          "source",
        ),
        FORMAT,
      ],
      responses: {
        "200": orTable(
          answer("SeriesAnswer", "The counts."),
          "A line for each bucket that has begun: its `start` and `end` (UTC), the posts of each sentiment, the `mean` score and half the width of its 95 % interval (empty where not known), for how many seconds no source could be read, and the net `mood` with half the width of its interval, the sums behind it, and the version of what scored all posts. With `by=source` a column `posts_…` for each source follows.",
          SERIES_COLUMNS,
          ["2026-01-31T12:00:00Z", "2026-01-31T12:01:00Z"]
            .concat(["12", "5", "4", "3", "0.583333", "0.7", "0"])
            .concat(["25.8", "21.4", "12", "6.2", "3.1", "2"]),
        ),
        ...READ_ERRORS,
      },
    },
  },
  "/api/jumps": {
    get: {
      operationId: "findJumps",
      summary: "What stood out of a time, and why",
      description:
        "Times with at least 10 posts and unusually many, or with another mood than usual: beyond the median and 4 deviations of the 24 buckets before, and of the same hour of the 7 days before where these are stored. Nothing is compared where posts are missing, nor in a bucket that is still filling. The last 15 minutes by default.",
      parameters: [
        TOPIC,
        ...TIMES,
        RANGE,
        query(
          "step",
          "Seconds that a bucket spans; by default that of the page, a minute at least. At most 1,000 buckets are compared.",
          3_600,
          { type: "integer", minimum: 10, multipleOf: 10 },
        ),
      ],
      responses: {
        "200": answer("JumpsAnswer", "The jumps."),
        ...READ_ERRORS,
      },
    },
  },
  "/api/gaps": {
    get: {
      operationId: "readGaps",
      summary: "When sources were interrupted",
      description:
        "The newest 1,000 interruptions that touch the range; the last 15 minutes by default. Sources serve all topics: a topic only says how long `range=all` is.",
      parameters: [{ ...TOPIC, required: false }, ...TIMES, RANGE, FORMAT],
      responses: {
        "200": orTable(
          answer("Interruptions", "The interruptions."),
          "A line for each interruption of a source, oldest first; `end` and `seconds` are empty while it lasts.",
          GAP_COLUMNS,
          ["2026-01-31T12:00:05Z", "2026-01-31T12:00:42Z"]
            .concat(["37", "bluesky:", "the connection was lost", "false"]),
        ),
        ...READ_ERRORS,
      },
    },
  },
});

const POST = exampleOf(ref("Post")) as Record<
  typeof EXPORT_FIELDS[number],
  string | number | null
>;

/** Posts: to search and to download. */
export const POSTS: Paths = group("Posts", {
  "/api/posts": {
    get: {
      operationId: "findPosts",
      summary: "Posts, newest first",
      description:
        "One request searches a bounded number of posts: where few match, a page may hold few or none and still have a `next`. They are ordered by their own times; with `after` alone by their arrival.",
      parameters: [
        TOPIC,
        ...FILTER,
        ...TIMES,
        query(
          "before",
          "The `next` of the previous page, or the `seq` of a post.",
        ),
        query("after", "Only posts with a higher `seq`.", undefined, {
          type: "integer",
          minimum: 0,
        }),
        limit(500, 50),
      ],
      responses: {
        "200": answer("PostPage", "Some posts."),
        ...READ_ERRORS,
      },
    },
  },
  "/api/weights": {
    get: {
      operationId: "readWeights",
      summary: "Which words weighed in a post's score",
      parameters: [
        TOPIC,
        query("seq", "The `seq` of the post; by default the newest.", "4211"),
      ],
      responses: {
        "200": answer("PostWeights", "Its words."),
        ...READ_ERRORS,
      },
    },
  },
  "/api/export": {
    get: {
      operationId: "exportPosts",
      summary: "Posts as a file, of any size",
      description:
        "All posts of the topic by default. Posts of X come without text, author and address, as its terms demand.",
      parameters: [
        TOPIC,
        ...FILTER,
        ...TIMES,
        choice(
          "format",
          "Format of the file; `ndjson` by default. `csv` has texts as they are. `csv-excel` is for spreadsheets: with a byte order mark, and `'` before ids and before what would run as a formula.",
          EXPORT_FORMATS,
          "csv",
        ),
        choice(
          "provenance",
          "`1` answers where these posts come from instead of the posts: query, times, sources, gaps, what was skipped, how moods were scored, and how to cite.",
          ["0", "1"],
          "1",
        ),
        query(
          "zone",
          "The zone of times that a provenance names.",
          "Europe/Berlin",
        ),
      ],
      responses: {
        "200": {
          description: "The posts, oldest first.",
          headers: { "content-disposition": text("A name for the file.") },
          content: {
            "application/x-ndjson": {
              schema: { type: "string", description: "A line for each post." },
              "x-line": ref("Post"),
              example: `${JSON.stringify(POST)}\n`,
            },
            ...answer("Provenance", "").content,
            "text/csv": {
              schema: {
                type: "string",
                description:
                  "The names of the columns, then a line for each post.",
              },
              example: csvLine(EXPORT_COLUMNS) +
                csvLine(EXPORT_FIELDS.map((name) => POST[name])),
            },
          },
        },
        ...READ_ERRORS,
      },
    },
  },
});
