import { FieldError } from "./field_error.ts";
import { readFields } from "./input.ts";
import type { TopicChange } from "./topic_admin.ts";

const NAMES = ["query", "color", "active"] as const;

/**
 * Reads what of a topic is to become different: one or more of `query`, `color`
 * and `active`.
 *
 * @throws {FieldError} If there is nothing, or a field is unknown or not as it must be.
 * @throws {QuerySyntaxError} If the query is not one.
 */
export function readTopicChange(value: unknown): TopicChange {
  const change = readFields(value, NAMES);
  if (Object.keys(change).length > 0) return change;
  throw new FieldError(`There is nothing to change: use ${NAMES.join(", ")}`);
}
