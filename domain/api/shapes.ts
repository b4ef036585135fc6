import { toJsonSchemaDefs } from "@valibot/to-json-schema";
import * as v from "valibot";
import * as live from "../schema/live.ts";
import * as pipeline from "../schema/pipeline.ts";
import { about, count, list, shape } from "../schema/schema.ts";
import * as stored from "../schema/stored.ts";
import type { Schema } from "./open_api.ts";

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
  UnreadySchema: shape("A part does not work.", {
    ok: v.literal(false),
    unreachable: about(list(v.string()), "Such as `database`."),
    reasons: about(
      v.record(v.string(), v.string()),
      "Why, by the part's name.",
    ),
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
