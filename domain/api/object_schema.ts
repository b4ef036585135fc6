import type { Schema } from "./open_api.ts";

/**
 * The schema of an object, with a line for each field of its type.
 *
 * @param optional Fields that may be left out.
 */
export function objectSchema<T extends object>(
  description: string,
  properties: Readonly<Record<keyof T & string, Schema>>,
  optional: readonly (keyof T & string)[] = [],
): Schema {
  const required = Object.keys(properties)
    .filter((name) => !optional.some((one) => one === name));
  return { type: "object", description, required, properties };
}
