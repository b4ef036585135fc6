import { csvLine, EXPORT_COLUMNS, EXPORT_FORMATS } from "../post/export.ts";
import { TERM_KINDS } from "../post/post.ts";
import {
  answer,
  choice,
  exampleOf,
  group,
  limit,
  query,
  READ_ERRORS,
  ref,
  text,
  TIMES,
  TOPIC,
} from "./describe.ts";
import type { Parameter, Paths } from "./open_api.ts";

/** Counts over time, and of the terms that posts hold. */
export const COUNTS: Paths = group("Counts", {
  "/api/series": {
    get: {
      operationId: "readSeries",
      summary: "Counts over time, without gaps",
      description:
        "The last 15 minutes by default. The range is widened to whole steps.",
      parameters: [
        TOPIC,
        ...TIMES,
        choice(
          "range",
          "Instead of `from` and `to`: the time up to now.",
          ["5m", "15m", "1h", "6h", "24h", "7d", "30d", "all"],
          "1h",
        ),
        query(
          "step",
          "Seconds that a bucket spans; by default one that fits the range. Whole minutes with `by=source`. A response holds at most 10,000 buckets.",
          60,
          { type: "integer", minimum: 10, multipleOf: 10 },
        ),
        choice(
          "by",
          "`source` adds the posts of each source.",
          ["source"],
          "source",
        ),
      ],
      responses: {
        "200": answer("SeriesAnswer", "The counts."),
        ...READ_ERRORS,
      },
    },
  },
  "/api/terms": {
    get: {
      operationId: "readTerms",
      summary: "The most frequent terms of posts",
      description:
        "The last 15 minutes by default. The range is widened to whole minutes.",
      parameters: [
        TOPIC,
        {
          ...choice("kind", "What to count.", TERM_KINDS, "hashtag"),
          required: true,
        },
        ...TIMES,
        limit(200, 20),
        choice(
          "compare",
          "`1` adds the number in the span of the same length before.",
          ["0", "1"],
          "1",
        ),
      ],
      responses: {
        "200": answer(
          {
            type: "array",
            items: { anyOf: [ref("TermChange"), ref("TermCount")] },
          },
          "Terms, most frequent first.",
        ),
        ...READ_ERRORS,
      },
    },
  },
});

/** Parameters that filter posts, as in the address of a page. */
const FILTER: readonly Parameter[] = [
  query(
    "q",
    "A query as topics have it: words, all of them, in any case; between quotes, a phrase. What is none is taken word by word.",
    "sea ice",
    { type: "string", maxLength: 200 },
  ),
  choice(
    "sentiment",
    "Sign of the score.",
    ["positive", "neutral", "negative"],
    "negative",
  ),
  query("lang", "Language of the post, BCP 47.", "en", {
    type: "string",
    pattern: "^[A-Za-z0-9-]{2,35}$",
  }),
  query(
    "term",
    "A kind of term and the term that posts hold.",
    "hashtag:ocean",
    { type: "string", maxLength: 80 },
  ),
];

const POST = exampleOf(ref("Post")) as Record<
  typeof EXPORT_COLUMNS[number],
  string | number | null
>;

/** Posts: to search and to download. */
export const POSTS: Paths = group("Posts", {
  "/api/posts": {
    get: {
      operationId: "findPosts",
      summary: "Posts, newest first",
      description:
        "One request searches a bounded number of posts: where few match, a page may hold few or none and still have a `next`. With `from` or `to` they are ordered by their own times, else by when they became visible.",
      parameters: [
        TOPIC,
        ...FILTER,
        ...TIMES,
        query("before", "The `next` of the previous page, or a `seq`."),
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
            "text/csv": {
              schema: {
                type: "string",
                description:
                  "The names of the columns, then a line for each post.",
              },
              example: csvLine(EXPORT_COLUMNS) +
                csvLine(EXPORT_COLUMNS.map((name) => POST[name])),
            },
          },
        },
        ...READ_ERRORS,
      },
    },
  },
});
