import { EXPORT_FORMATS } from "../post/export.ts";
import { TERM_KINDS } from "../post/term.ts";
import type { Parameter } from "./open_api.ts";
import { schemaOf } from "./schema_of.ts";

const RANGES = ["5m", "15m", "1h", "6h", "24h", "7d", "30d", "all"];
const NOON = "2026-01-31T12:00:00Z";

function limit(maximum: number, standard: number): Parameter {
  return {
    name: "limit",
    in: "query",
    description: `At most so many; ${standard} by itself.`,
    schema: { type: "integer", minimum: 1, maximum, default: standard },
  };
}

function query(
  name: string,
  description: string,
  schema: Parameter["schema"],
  example?: string | number,
): Parameter {
  return {
    name,
    in: "query",
    description,
    schema,
    ...(example !== undefined && { example }),
  };
}

/** Parameters that endpoints have. */
export const parameters = {
  limit,
  query,
  topic: {
    ...query("topic", "Name of a topic.", schemaOf.text(), "climate"),
    required: true,
  },
  slug: {
    name: "slug",
    in: "path",
    description: "Name of the topic.",
    required: true,
    schema: schemaOf.text(),
    example: "climate",
  },
  from: query(
    "from",
    "Start, in seconds since 1970 or ISO 8601; it belongs to the time asked for.",
    schemaOf.text(),
    NOON,
  ),
  to: query("to", "End; it does not belong to it.", schemaOf.text(), NOON),
  range: query(
    "range",
    "In place of `from` and `to`: so long until now.",
    schemaOf.oneOf(RANGES),
    "1h",
  ),
  kind: {
    ...query("kind", "What to count.", schemaOf.oneOf(TERM_KINDS), "hashtag"),
    required: true,
  },
  format: query(
    "format",
    "How to write it; `ndjson` by itself.",
    schemaOf.oneOf(EXPORT_FORMATS),
    "csv",
  ),
  /** What chooses posts, as in the address of a page. */
  choice: [
    query(
      "q",
      "Words that posts hold, all of them, in any case; between quotes, a text.",
      { type: "string", maxLength: 200 },
      "sea ice",
    ),
    query(
      "sentiment",
      "Sign of the score.",
      schemaOf.oneOf(["positive", "neutral", "negative"]),
      "negative",
    ),
    query("lang", "Language of the post, BCP 47.", {
      type: "string",
      pattern: "^[A-Za-z0-9-]{2,35}$",
    }, "en"),
    query(
      "term",
      "A kind of term and the term that posts hold.",
      { type: "string", maxLength: 80 },
      "hashtag:ocean",
    ),
  ],
} as const satisfies Record<string, unknown>;
