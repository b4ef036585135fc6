import { parseQuery } from "../query/parse.ts";
import { queryWords } from "../query/query_words.ts";
import { FieldError } from "./field_error.ts";
import { readFields } from "./input.ts";
import { slugOf } from "./slug_of.ts";
import type { NewTopic } from "./topic_admin.ts";

/**
 * Reads a topic to be made: `{ slug?, query, color? }`. Without a slug it is
 * named after its query.
 *
 * @throws {FieldError} If a field is missing, unknown or not as it must be.
 * @throws {QuerySyntaxError} If its query is not one.
 */
export function readNewTopic(value: unknown): NewTopic {
  const fields = readFields(value, ["slug", "query", "color"]);
  const { query, slug } = fields;
  if (query === undefined) throw FieldError.of("query", query, "a text");
  return { ...fields, query, slug: slug ?? nameAfter(query) };
}

function nameAfter(query: string): string {
  const slug = slugOf(query);
  if (slug !== "" && queryWords(parseQuery(query)).size > 0) return slug;
  const rule = "given, as the query holds no word to name the topic after";
  throw FieldError.of("slug", undefined, rule);
}
