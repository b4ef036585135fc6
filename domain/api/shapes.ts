import { toJsonSchemaDefs } from "@valibot/to-json-schema";
import * as v from "valibot";
import * as live from "../schema/live.ts";
import * as pipeline from "../schema/pipeline.ts";
import { about, count, list, shape } from "../schema/schema.ts";
import * as stored from "../schema/stored.ts";
import type { Schema } from "./open_api.ts";

const SHAPES = {
  ...stored,
  ...live,
  ...pipeline,
  Error: shape("What was wrong, in words.", {
    error: v.string(),
    position: v.exactOptional(
      about(count, "Where in a query, in UTF-16 units from 0."),
    ),
  }),
  Alive: shape("All is well.", { ok: v.literal(true) }),
  Unready: shape("A service cannot be reached.", {
    ok: v.literal(false),
    unreachable: about(list(v.string()), "Such as `database`."),
  }),
};

/** The name of a shape that is sent or answered. */
export type ShapeName = keyof typeof SHAPES;

/** The JSON schema of each shape. */
export const JSON_SCHEMAS = toJsonSchemaDefs(SHAPES, {
  target: "draft-2020-12",
  // JSON schema has no word for these.
  ignoreActions: ["check", "readonly"],
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
}) as Readonly<Record<ShapeName, Schema>>;
