import type { ComponentChildren, VNode } from "preact";
import type { Schema } from "../../domain/api/open_api.ts";

const REF = "#/components/schemas/";

/** What a value is, in a few words; what has a name leads to where it is described. */
export function SchemaWords({ schema }: { schema: Schema }): VNode {
  return <>{wordsOf(schema)}</>;
}

function wordsOf(schema: Schema): ComponentChildren {
  const { $ref, anyOf, items, type, format, additionalProperties } = schema;
  if (typeof $ref === "string") {
    const name = $ref.slice(REF.length);
    return <a href={`#${name}`}>{name}</a>;
  }
  if (Array.isArray(anyOf)) {
    return anyOf.map((one, i) => [i > 0 && " or ", wordsOf(one)]);
  }
  if ("const" in schema) return <code>{JSON.stringify(schema.const)}</code>;
  if (Array.isArray(schema.enum)) {
    return schema.enum.map((
      one,
      i,
    ) => [i > 0 && ", ", <code key={i}>{one}</code>]);
  }
  if (isSchema(items)) return <>list of {wordsOf(items)}</>;
  if (isSchema(additionalProperties)) {
    return <>object of {wordsOf(additionalProperties)}</>;
  }
  const kinds = Array.isArray(type) ? type : [type];
  const words = kinds.join(" or ");
  return typeof format === "string" ? `${words}, ${format}` : words;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
