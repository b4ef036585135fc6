import { objectSchema } from "./object_schema.ts";
import type { Schema } from "./open_api.ts";
import { schemaOf } from "./schema_of.ts";
import { LIVE_SCHEMAS } from "./schemas/live_schemas.ts";
import { PIPELINE_SCHEMAS } from "./schemas/pipeline_schemas.ts";
import { POST_SCHEMAS } from "./schemas/post_schemas.ts";
import { SERIES_SCHEMAS } from "./schemas/series_schemas.ts";
import { TOPIC_SCHEMAS } from "./schemas/topic_schemas.ts";

const { count, list, text } = schemaOf;

/** All that requests and answers hold, by name. */
export const SCHEMAS: Readonly<Record<string, Schema>> = {
  ...TOPIC_SCHEMAS,
  ...SERIES_SCHEMAS,
  ...POST_SCHEMAS,
  ...LIVE_SCHEMAS,
  ...PIPELINE_SCHEMAS,
  Error: objectSchema<{ error: string; position?: number }>(
    "What was wrong, in words.",
    {
      error: text(),
      position: count("Where in a query, in UTF-16 units from 0."),
    },
    ["position"],
  ),
  Alive: objectSchema<{ ok: true }>("All is well.", { ok: { const: true } }),
  Unready: objectSchema<{ ok: false; unreachable: string[] }>(
    "Something cannot be reached.",
    { ok: { const: false }, unreachable: list(text(), "Such as `database`.") },
  ),
};
