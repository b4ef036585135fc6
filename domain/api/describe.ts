import { toJsonSchemaDefs } from "@valibot/to-json-schema";
import * as v from "valibot";
import * as check from "../schema/check.ts";
import * as jumps from "../schema/jumps.ts";
import * as live from "../schema/live.ts";
import * as network from "../schema/network.ts";
import * as pipeline from "../schema/pipeline.ts";
import * as posts from "../schema/posts.ts";
import { about, count, list as listOf, shape } from "../schema/schema.ts";
import * as series from "../schema/series.ts";
import * as top from "../schema/top.ts";
import * as topics from "../schema/topics.ts";
import { csvTable, TABLE_FORMATS } from "../text/csv.ts";
import { KIND_CHOICES } from "../post/post.ts";
import type {
  ApiAnswer,
  Content,
  Operation,
  Parameter,
  Paths,
  Schema,
} from "./open_api.ts";

const SCHEMAS = {
  ...topics,
  ...posts,
  ...series,
  ...jumps,
  ...top,
  ...network,
  ...check,
  ...live,
  ...pipeline,
  ErrorSchema: shape("What was wrong, in words.", {
    error: v.string(),
    position: v.exactOptional(
      about(count, "Where in a query, in UTF-16 units from 0."),
    ),
  }),
  AliveSchema: shape("All is well.", { ok: v.literal(true) }),
  UnreadySchema: shape("A part does not work.", {
    ok: v.literal(false),
    unreachable: about(listOf(v.string()), "Such as `database`.", ["database"]),
    reasons: about(
      v.record(v.string(), v.string()),
      "Why, by the part's name.",
      { database: "cannot store: database or disk is full" },
    ),
  }),
};

/** The name of a shape in the document: of `PostSchema` it is `Post`. */
type ShapeName = keyof typeof SCHEMAS extends infer Name
  ? Name extends `${infer Shape}Schema` ? Shape : never
  : never;

const named = Object.entries(SCHEMAS)
  .filter(([name]) => name.endsWith("Schema"))
  .map(([name, schema]) => [name.replace(/Schema$/, ""), schema]);

/** The JSON schema of each shape. */
export const JSON_SCHEMAS = toJsonSchemaDefs(Object.fromEntries(named), {
  target: "draft-2020-12",
  // JSON schema has no word for these.
  ignoreActions: ["check", "readonly"],
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
}) as Readonly<Record<ShapeName, Schema>>;

const REF = "#/components/schemas/";

/** An example of what a schema describes, made of those of its parts. */
export function exampleOf(schema: Schema): unknown {
  const { $ref, examples, anyOf, items, properties, additionalProperties } =
    schema;
  if (Array.isArray(examples)) return examples[0];
  if (typeof $ref === "string") {
    return exampleOf(JSON_SCHEMAS[$ref.slice(REF.length) as ShapeName]);
  }
  if ("const" in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (Array.isArray(anyOf)) return exampleOf(anyOf[0]);
  if (items) return [exampleOf(items as Schema)];
  if (additionalProperties) {
    return { climate: exampleOf(additionalProperties as Schema) };
  }
  if (properties) {
    return Object.fromEntries(
      Object.entries(properties as Record<string, Schema>)
        .map(([name, property]) => [name, exampleOf(property)]),
    );
  }
  return schema.type === "boolean" ? true : schema.type === "string" ? "" : 0;
}

// Short forms for the descriptions of this folder.

/** A named shape of the document. */
export function ref(name: ShapeName): Schema {
  return { $ref: REF + name };
}

/** A list of a named shape. */
export function list(name: ShapeName): Schema {
  return { type: "array", items: ref(name) };
}

/** Operations of one tag. */
export function group(
  tag: string,
  paths: Readonly<
    Record<string, Readonly<Record<string, Omit<Operation, "tags">>>>
  >,
): Paths {
  const withTag = Object.entries(paths).map(([path, item]) => {
    const operations = Object.entries(item)
      .map(([method, operation]) => [method, { tags: [tag], ...operation }]);
    return [path, Object.fromEntries(operations)];
  });
  return Object.fromEntries(withTag);
}

/** A body of JSON. */
function json(
  schema: ShapeName | Schema,
  example?: unknown,
): Content {
  const body = typeof schema === "string" ? ref(schema) : schema;
  return {
    "application/json": { schema: body, example: example ?? exampleOf(body) },
  };
}

/** The body of a request. */
export function body(name: ShapeName, example: unknown) {
  return { required: true, content: json(name, example) } as const;
}

/** A response of JSON; without an example it is made from the schema. */
export function answer(
  schema: ShapeName | Schema,
  description: string,
  example?: unknown,
): ApiAnswer {
  return { description, content: json(schema, example) };
}

/** An error response. */
export function error(description: string, message: string): ApiAnswer {
  return answer("Error", description, { error: message });
}

/** A described text. */
export function text(description: string) {
  return { description, schema: { type: "string" } };
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
  const description = `Maximum number; ${standard} by default.`;
  return query("limit", description, undefined, schema);
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
  query(
    "to",
    "End; exclusive. Without `from`: of the 15 minutes before.",
    NOON,
  ),
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

/** A range by its name. */
export const RANGE = choice(
  "range",
  "Instead of `from` and `to`: the time up to now.",
  ["5m", "15m", "1h", "6h", "24h", "7d", "30d", "all"],
  "1h",
);

/** How a table is answered. */
export const FORMAT = choice(
  "format",
  "`csv` is a table with texts as they are; `csv-excel` is for spreadsheets: with a byte order mark, and `'` before what would run as a formula. `json` by default.",
  TABLE_FORMATS,
  "json",
);

/** The same answer as a table too. */
export function orTable(
  { content, ...json }: ApiAnswer,
  description: string,
  columns: readonly string[],
  row: readonly (string | number)[],
): ApiAnswer {
  const example = csvTable(columns, [row], "csv");
  const table = { schema: { type: "string", description }, example };
  return { ...json, content: { ...content, "text/csv": table } };
}
/** Parameters that filter posts, as in the address of a page. */
export const FILTER: readonly Parameter[] = [
  query(
    "q",
    "A query as topics have it: words, all of them, in any case; between quotes, a phrase. What is none is taken word by word.",
    "sea ice",
    { type: "string", maxLength: 200 },
  ),
  choice(
    "sentiment",
    "Of the posts.",
    ["positive", "neutral", "negative"],
    "negative",
  ),
  query("lang", "Language of the post, BCP 47.", "en", {
    type: "string",
    pattern: "^[A-Za-z0-9-]{2,35}$",
  }),
  query(
    "kind",
    `Kinds of posts, separated by commas: ${
      KIND_CHOICES.join(", ")
    }. All but \`repost\` leave reposts out; \`unknown\` are those stored before kinds were.`,
    "post,quote,reply",
    { type: "string", maxLength: 80 },
  ),
  query(
    "term",
    "A kind of term and the term that posts hold.",
    "hashtag:ocean",
    { type: "string", maxLength: 80 },
  ),
  query("site", "The host of a link that posts hold.", "example.com"),
  query(
    "author",
    "Who wrote them, in any case: `ann.example`.",
    "ann.example",
    { type: "string", maxLength: 255 },
  ),
];

/** The same where `kind` is the kind of terms. */
export const TERMS_FILTER: readonly Parameter[] = FILTER.map((parameter) =>
  parameter.name === "kind" ? { ...parameter, name: "postkind" } : parameter
);

/** How filters work on counts. */
export const FILTERED =
  "With a filter the posts of the range are read, the newest 50,000 at most, and an answer may be some seconds old.";
