import type { Answer } from "./open_api.ts";
import { schemaOf } from "./schema_of.ts";

/** A body of JSON of a named schema. */
function json(schema: string, description: string, example: unknown): Answer {
  return {
    description,
    content: {
      "application/json": { schema: schemaOf.ref(schema), example },
    },
  };
}

const RETRY = {
  "retry-after": {
    description: "When it is worth asking again, in seconds.",
    schema: schemaOf.count(),
  },
};

function error(description: string, message: string): Answer {
  return json("Error", description, { error: message });
}

/** Answers that several endpoints share. */
export const answers = {
  json,
  error,
  badParameter: error(
    "A parameter is not as it must be.",
    'step must be a positive multiple of 10: current value is "15"',
  ),
  noTopic: error("There is no such topic.", 'There is no topic "tea"'),
  /** For the holder of the token only. */
  admin: {
    "401": {
      ...error(
        "The token is missing or wrong.",
        "The token of ADMIN_TOKEN is needed: send it as Authorization: Bearer TOKEN",
      ),
      headers: {
        "www-authenticate": {
          description: "Always `Bearer`.",
          schema: schemaOf.text(),
        },
      },
    },
    "403": error(
      "No token is set, or a page of another site asks.",
      "read-only: ADMIN_TOKEN is not set",
    ),
    "429": {
      ...error(
        "Too many wrong tokens came from this address.",
        "Too many wrong tokens: try again in 60 s",
      ),
      headers: RETRY,
    },
  },
  /** What may be wrong with a body. */
  body: {
    "400": json(
      "Error",
      "The body is not as it must be; `position` is where in a query.",
      { error: "Cannot read query: ) is missing, at character 9", position: 8 },
    ),
    "413": error(
      "The body is larger than 64 KiB.",
      "The body must have at most 65536 bytes",
    ),
    "415": error(
      "The body is not said to be JSON.",
      "Content-Type must be application/json: current value is null",
    ),
  },
  retry: RETRY,
} as const;
