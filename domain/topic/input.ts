import * as v from "valibot";
import { parseQuery } from "../query/parse.ts";
import { type Query, queryWords } from "../query/query.ts";
import {
  NewTopicSchema,
  QueryTextSchema,
  TopicChangeSchema,
} from "../schema/topics.ts";
import { slugOf } from "../text/slug.ts";
import { readIgnored } from "./ignored.ts";
import type { NewTopic, TopicChange } from "./try_query.ts";

/** An error of a form, to be shown beside its field. */
export interface FormError {
  /** Null: no single field. */
  readonly field: keyof TopicDraft | "token" | null;
  readonly message: string;
  /** Where in the query, in UTF-16 units from 0. */
  readonly position: number | null;
}

/** The fields of a topic's form as they were typed; null where they are missing. */
export interface TopicDraft {
  readonly slug: string | null;
  readonly query: string | null;
  readonly color: string | null;
  readonly title: string | null;
  readonly description: string | null;
  /** Words with spaces or commas between them. */
  readonly ignored: string | null;
  /** `1` if stored posts are to be looked through. */
  readonly fill: string | null;
}

/** Completed actions on a topic. */
const ACTIONS = [
  "added",
  "changed",
  "paused",
  "resumed",
  "removed",
] as const;

/** One of {@linkcode ACTIONS}. */
export type TopicAction = typeof ACTIONS[number];

/** What the address of `/topics` shows. */
export interface ManageView {
  /** Slug of the topic that is being changed; null: none. */
  readonly edit: string | null;
  /** Slug of the topic to remove; null: none. */
  readonly remove: string | null;
  readonly draft: TopicDraft;
  /** The last action. */
  readonly lastAction:
    | { readonly action: TopicAction; readonly slug: string }
    | null;
}

/** Reads the address of `/topics`; empty counts as missing. */
export function readManageView(params: URLSearchParams): ManageView {
  const action = ACTIONS.find((action) => params.get(action));
  return {
    edit: params.get("edit") || null,
    remove: params.get("remove") || null,
    draft: readDraft(params),
    lastAction: action ? { action, slug: params.get(action)! } : null,
  };
}

/** Reads the fields of a topic's form from a form or an address. */
export function readDraft(params: URLSearchParams): TopicDraft {
  return {
    slug: params.get("slug"),
    query: params.get("query"),
    color: params.get("color"),
    title: params.get("title"),
    description: params.get("description"),
    ignored: params.get("ignored"),
    fill: params.get("fill"),
  };
}

/**
 * Reads a topic to be added: `{ slug?, query, color?, title?, description?, ignored?, fill? }`. Without a slug it is
 * named after its query.
 *
 * @throws {FieldError} If a field is missing, unknown or invalid.
 * @throws {QuerySyntaxError} If its query is not one.
 */
export function readNewTopic(value: unknown): NewTopic {
  const fields = readFields(value, NewTopicSchema);
  parseQuery(fields.query);
  const query = fields.query.trim();
  const slug = fields.slug ?? nameAfter(query);
  return {
    ...fields,
    ...trimWords(fields),
    ...foldIgnored(fields),
    query,
    slug,
  };
}

/** The words that are taken out, if they are given, as lists have them. */
function foldIgnored(
  { ignored }: Pick<TopicChange, "ignored">,
): Pick<TopicChange, "ignored"> {
  if (ignored === undefined) return {};
  const words = ignored.map((written) => {
    const word = readIgnored(written);
    if (word !== null) return word;
    const rule = "single words or emoji, each of at most 64 characters";
    throw FieldError.of("ignored", written, rule);
  });
  return { ignored: [...new Set(words)].sort() };
}

/** The words of a form's field. */
export function splitIgnored(text: string): string[] {
  return text.split(/[\s,;]+/).filter((word) => word !== "");
}

/** The title and description of a topic, if they are given: null for empty ones. */
function trimWords(
  fields: Pick<TopicChange, "title" | "description">,
): Pick<TopicChange, "title" | "description"> {
  const given = (["title", "description"] as const).flatMap((name) => {
    const text = fields[name];
    return text === undefined ? [] : [[name, text?.trim() || null]];
  });
  return Object.fromEntries(given);
}

function nameAfter(query: string): string {
  const slug = slugOf(query);
  if (slug !== "" && queryWords(parseQuery(query)).size > 0) return slug;
  const rule = "given, as the query holds no word to name the topic after";
  throw FieldError.of("slug", undefined, rule);
}

/**
 * Reads changes to a topic: one or more of `query`, `color`, `active`, `title`, `description` and `ignored`.
 *
 * @throws {FieldError} If there is none, or a field is unknown or invalid.
 * @throws {QuerySyntaxError} If the query is not one.
 */
export function readTopicChange(value: unknown): TopicChange {
  const fields = readFields(value, TopicChangeSchema);
  const change = { ...fields, ...trimWords(fields), ...foldIgnored(fields) };
  const names = Object.keys(TopicChangeSchema.entries).join(", ");
  if (Object.keys(change).length === 0) {
    throw new FieldError(`There is nothing to change: use ${names}`);
  }
  if (change.query === undefined) return change;
  parseQuery(change.query);
  return { ...change, query: change.query.trim() };
}

/**
 * Reads a query to be tried: `{ query }`.
 *
 * @throws {FieldError} If the field is missing or invalid, or there are others.
 * @throws {QuerySyntaxError} If the query is not one.
 */
export function readQueryText(value: unknown): Query {
  return parseQuery(readFields(value, QueryTextSchema).query);
}

/** A schema of an object, whose messages complete "`field` must be …". */
type FieldsSchema = v.GenericSchema & { readonly entries: v.ObjectEntries };

/** Reads a JSON object that has the fields of a schema, and no others. */
function readFields<T extends FieldsSchema>(
  value: unknown,
  schema: T,
): v.InferOutput<T> {
  const names = Object.keys(schema.entries);
  const list = names.join(", ");
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw FieldError.of("The body", value, `a JSON object with ${list}`);
  }
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const shown = JSON.stringify(unknown.slice(0, 50));
    throw new FieldError(`There is no field ${shown}: use ${list}`);
  }
  const fields = value as Readonly<Record<string, unknown>>;
  for (const [name, entry] of Object.entries(schema.entries)) {
    if (!(name in fields) && entry.type === "exact_optional") continue;
    const field = fields[name];
    const { issues } = v.safeParse(entry as v.GenericSchema, field);
    if (issues) throw FieldError.of(name, field, issues[0].message);
  }
  return value as v.InferOutput<T>;
}

const LONGEST = 100;

/** Thrown when a field of a request is missing, unknown or invalid. */
export class FieldError extends TypeError {
  /** Name of the field; null if it is not about a single one. */
  readonly field: string | null;

  constructor(message: string, field: string | null = null) {
    super(message);
    this.name = "FieldError";
    this.field = field;
  }

  /** An invalid field: `rule` completes "`name` must be …". */
  static of(name: string, value: unknown, rule: string): FieldError {
    const shown = JSON.stringify(value) ?? "not set";
    const short = shown.length <= LONGEST
      ? shown
      : `${shown.slice(0, LONGEST).toWellFormed()}…`;
    const message = `${name} must be ${rule}: current value is ${short}`;
    return new FieldError(message, name);
  }
}
