import { toJsonSchemaDefs } from "@valibot/to-json-schema";
import * as v from "valibot";
import * as live from "../schema/live.ts";
import * as pipeline from "../schema/pipeline.ts";
import { about, count, list, shape } from "../schema/schema.ts";
import * as stored from "../schema/stored.ts";
import type { ApiAnswer, Content, Parameter, Schema } from "./open_api.ts";

const SCHEMAS = {
  ...stored,
  ...live,
  ...pipeline,
  ErrorSchema: shape("What was wrong, in words.", {
    error: v.string(),
    position: v.exactOptional(
      about(count, "Where in a query, in UTF-16 units from 0."),
    ),
  }),
  AliveSchema: shape("All is well.", { ok: v.literal(true) }),
  UnreadySchema: shape("A service cannot be reached.", {
    ok: v.literal(false),
    unreachable: about(list(v.string()), "Such as `database`."),
  }),
};

/** The name of a shape in the document: of `PostSchema` it is `Post`. */
export type ShapeName = keyof typeof SCHEMAS extends infer Name
  ? Name extends `${infer Shape}Schema` ? Shape : never
  : never;

const named = Object.entries(SCHEMAS)
  .map(([name, schema]) => [name.replace(/Schema$/, ""), schema]);

/** The JSON schema of each shape. */
export const JSON_SCHEMAS = toJsonSchemaDefs(Object.fromEntries(named), {
  target: "draft-2020-12",
  // JSON schema has no word for these.
  ignoreActions: ["check", "readonly"],
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
}) as Readonly<Record<ShapeName, Schema>>;

// Short forms for the descriptions of this folder.

/** A named shape of the document. */
export function ref(name: ShapeName): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

/** A body of JSON. */
export function json(schema: ShapeName | Schema, example: unknown): Content {
  const body = typeof schema === "string" ? ref(schema) : schema;
  return { "application/json": { schema: body, example } };
}

/** A response of JSON. */
export function answer(
  schema: ShapeName | Schema,
  description: string,
  example: unknown,
): ApiAnswer {
  return { description, content: json(schema, example) };
}

/** An error response. */
export function error(description: string, message: string): ApiAnswer {
  return answer("Error", description, { error: message });
}

/** A parameter of the query, of any text unless a schema says otherwise. */
export function query(
  name: string,
  description: string,
  example?: string | number,
  schema: Schema = { type: "string" },
): Parameter {
  return {
    ...{ name, in: "query", description, schema },
    ...(example !== undefined && { example }),
  };
}

/** A query parameter with few values. */
export function choice(
  name: string,
  description: string,
  values: readonly string[],
  example: string,
): Parameter {
  return query(name, description, example, { type: "string", enum: values });
}

/** The `limit` of a list. */
export function limit(maximum: number, standard: number): Parameter {
  const schema = { type: "integer", minimum: 1, maximum, default: standard };
  return query(
    "limit",
    `Maximum number; ${standard} by default.`,
    undefined,
    schema,
  );
}

const NOON = "2026-01-31T12:00:00Z";

/** The topic to read. */
export const TOPIC: Parameter = {
  ...query("topic", "Name of a topic.", "climate"),
  required: true,
};

/** The time range to read. */
export const TIMES: readonly Parameter[] = [
  query(
    "from",
    "Start, in seconds since 1970 or ISO 8601; inclusive.",
    NOON,
  ),
  query("to", "End; exclusive.", NOON),
];

/** Responses of every endpoint that reads a topic. */
export const READ_ERRORS: Readonly<Record<string, ApiAnswer>> = {
  "400": error(
    "A parameter is invalid.",
    'step must be a positive multiple of 10: current value is "15"',
  ),
  "404": error("Unknown topic.", 'Unknown topic "tea"'),
};

/** When to try again. */
export const RETRY_AFTER: NonNullable<ApiAnswer["headers"]> = {
  "retry-after": {
    description: "When to try again, in seconds.",
    schema: { type: "integer", minimum: 0 },
  },
};
