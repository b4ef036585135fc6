import { answers } from "../answers.ts";
import { EXAMPLES } from "../examples.ts";
import type { PathItem } from "../open_api.ts";
import { parameters } from "../parameters.ts";
import { schemaOf } from "../schema_of.ts";

const tags = ["Counts"] as const;
const { topic, from, to, range, kind, limit, query } = parameters;

/** Counts: over time, and of what posts hold. */
export const COUNTS_PATHS: Readonly<Record<string, PathItem>> = {
  "/api/series": {
    get: {
      operationId: "readSeries",
      tags,
      summary: "Counts over time, without gaps",
      description:
        "Without a time it is the last quarter of an hour. The time is widened to whole steps.",
      parameters: [
        topic,
        from,
        to,
        range,
        query(
          "step",
          "Seconds that a bucket spans; a fitting one by itself. Of whole minutes with `by=source`. An answer holds at most 10,000 buckets.",
          { type: "integer", minimum: 10, multipleOf: 10 },
          60,
        ),
        query(
          "by",
          "`source` adds the posts of each source.",
          schemaOf.oneOf(["source"]),
          "source",
        ),
      ],
      responses: {
        "200": answers.json("SeriesAnswer", "The counts.", {
          ...EXAMPLES.series,
          sources: { bluesky: [8, 9], mastodon: [4, 0] },
        }),
        "400": answers.badParameter,
        "404": answers.noTopic,
      },
    },
  },
  "/api/terms": {
    get: {
      operationId: "readTerms",
      tags,
      summary: "What posts hold most often",
      description:
        "Without a time it is the last quarter of an hour. The time is widened to whole minutes.",
      parameters: [
        topic,
        kind,
        from,
        to,
        limit(200, 20),
        query(
          "compare",
          "`1` adds the number in the span of the same length before.",
          schemaOf.oneOf(["0", "1"]),
          "1",
        ),
      ],
      responses: {
        "200": {
          description: "Terms, most frequent first.",
          content: {
            "application/json": {
              schema: schemaOf.list({
                anyOf: [schemaOf.ref("TermCount"), schemaOf.ref("TermChange")],
              }),
              example: [{ term: "ocean", count: 12, before: 7 }],
            },
          },
        },
        "400": answers.badParameter,
        "404": answers.noTopic,
      },
    },
  },
};
