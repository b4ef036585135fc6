import type { Schema } from "./open_api.ts";

/** Refers to a schema of the document by its name. */
function ref(name: string, description?: string): Schema {
  return {
    $ref: `#/components/schemas/${name}`,
    ...(description && { description }),
  };
}

function describe(schema: Schema) {
  return (description?: string): Schema => ({
    ...schema,
    ...(description && { description }),
  });
}

/** Short ways to write schemas. */
export const schemaOf = {
  ref,
  text: describe({ type: "string" }),
  textOrNull: describe({ type: ["string", "null"] }),
  time: describe({ type: "string", format: "date-time" }),
  timeOrNull: describe({ type: ["string", "null"], format: "date-time" }),
  address: describe({ type: ["string", "null"], format: "uri" }),
  whole: describe({ type: "integer" }),
  count: describe({ type: "integer", minimum: 0 }),
  countOrNull: describe({ type: ["integer", "null"], minimum: 0 }),
  number: describe({ type: "number" }),
  numberOrNull: describe({ type: ["number", "null"] }),
  flag: describe({ type: "boolean" }),
  oneOf: (values: readonly string[], description?: string): Schema =>
    describe({ type: "string", enum: values })(description),
  list: (items: Schema, description?: string): Schema =>
    describe({ type: "array", items })(description),
  map: (values: Schema, description?: string): Schema =>
    describe({ type: "object", additionalProperties: values })(description),
};
