import { parseQuery } from "../query/parse.ts";
import { FieldError } from "./field_error.ts";
import { isSlug, SLUG_RULE } from "./is_slug.ts";

/** What of a topic can be sent; each field is there or not. */
interface TopicFields {
  readonly slug?: string;
  readonly query?: string;
  readonly color?: string;
  readonly active?: boolean;
}

/** What checks a field, and gives it as it is to be stored. */
const READERS: Readonly<
  Record<keyof TopicFields, (value: unknown) => unknown>
> = { slug: readSlug, query: readQuery, color: readColor, active: readActive };

/**
 * Reads a JSON object that has no field but those of `names`.
 *
 * @throws {FieldError} If it is anything else, or a field is not as it must be.
 * @throws {QuerySyntaxError} If its query is not one.
 */
export function readFields<Name extends keyof TopicFields>(
  value: unknown,
  names: readonly Name[],
): Pick<TopicFields, Name> {
  const list = names.join(", ");
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw FieldError.of("The body", value, `a JSON object with ${list}`);
  }
  const fields = Object.entries(value).map(([key, field]) => {
    const name = names.find((name) => name === key);
    if (name !== undefined) return [name, READERS[name](field)];
    const shown = JSON.stringify(key.slice(0, 50));
    throw new FieldError(`There is no field ${shown}: use ${list}`);
  });
  return Object.fromEntries(fields);
}

function readSlug(value: unknown): string {
  if (typeof value === "string" && isSlug(value)) return value;
  throw FieldError.of("slug", value, SLUG_RULE);
}

function readQuery(value: unknown): string {
  if (typeof value !== "string") throw FieldError.of("query", value, "a text");
  parseQuery(value);
  return value.trim();
}

function readColor(value: unknown): string {
  if (typeof value === "string" && /^#[\da-f]{6}$/i.test(value)) return value;
  throw FieldError.of("color", value, "written as #rrggbb");
}

function readActive(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw FieldError.of("active", value, "true or false");
}
