import { parseQuery } from "../query/parse.ts";
import { queryWords } from "../query/query.ts";
import { isSlug, SLUG_RULE, slugOf } from "./topic.ts";
import type { NewTopic, TopicChange } from "./try_query.ts";

/** What of a form cannot be done, to be shown where it can be mended. */
export interface FormError {
  /** Null: it is about no field, or all. */
  readonly field: "slug" | "query" | "color" | "token" | null;
  readonly message: string;
  /** Where in the query, in UTF-16 units from 0. */
  readonly position: number | null;
}

/** What stands in the form of a topic: as it was typed, null where nothing was. */
interface TopicDraft {
  readonly slug: string | null;
  readonly query: string | null;
  readonly color: string | null;
}

/** What was done with a topic. */
const DEEDS = [
  "added",
  "changed",
  "paused",
  "resumed",
  "removed",
] as const;

/** One of {@linkcode DEEDS}. */
export type Deed = typeof DEEDS[number];

/** What the address of `/topics` asks for. */
export interface ManageView {
  /** Slug of the topic that is being changed; null: none. */
  readonly edit: string | null;
  /** Slug of the topic that is to go; null: none. */
  readonly remove: string | null;
  readonly draft: TopicDraft;
  /** What was done last. */
  readonly done: { readonly deed: Deed; readonly slug: string } | null;
}

/** Reads what the address of `/topics` asks for; empty counts as missing. */
export function readManageView(params: URLSearchParams): ManageView {
  const deed = DEEDS.find((deed) => params.get(deed));
  return {
    edit: params.get("edit") || null,
    remove: params.get("remove") || null,
    draft: readDraft(params),
    done: deed ? { deed, slug: params.get(deed)! } : null,
  };
}

/** What a form or an address holds for the form of a topic. */
export function readDraft(params: URLSearchParams): TopicDraft {
  return {
    slug: params.get("slug"),
    query: params.get("query"),
    color: params.get("color"),
  };
}

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

const LONGEST = 100;

/** Thrown when what somebody sent is not made of the fields that it must have. */
export class FieldError extends TypeError {
  /** Name of the field; null if it is about none, or all. */
  readonly field: string | null;

  constructor(message: string, field: string | null = null) {
    super(message);
    this.name = "FieldError";
    this.field = field;
  }

  /** A field that must be otherwise: `rule` completes "`name` must be …". */
  static of(name: string, value: unknown, rule: string): FieldError {
    const shown = JSON.stringify(value) ?? "not set";
    const short = shown.length <= LONGEST
      ? shown
      : `${shown.slice(0, LONGEST).toWellFormed()}…`;
    const message = `${name} must be ${rule}: current value is ${short}`;
    return new FieldError(message, name);
  }
}
