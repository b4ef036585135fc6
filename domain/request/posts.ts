import { WINDOW_SPAN } from "../live/snapshot.ts";
import { parseTerm, POST_KINDS, termText } from "../post/post.ts";
import {
  parsePostCursor,
  type PostCursor,
  type PostFilter,
  type PostSearch,
} from "../post/search.ts";
import {
  ParameterError,
  parseChoice,
  parseInteger,
  parseTime,
} from "./parameters.ts";
import { readLanguage } from "../text/language.ts";
import { TIME_PARAMETERS } from "./address.ts";
import { readPageRange } from "./range.ts";

/**
 * Reads `q`, `sentiment`, `lang`, `kind`, `term`, `from`, `to`, `before`, `after` and
 * `limit`; what is missing or empty does not filter.
 *
 * @throws {ParameterError} If one cannot be used.
 */
export function parseFilter(params: URLSearchParams): PostSearch {
  const to = parseTime(params, "to");
  // As everywhere, a range with an end only is the quarter of an hour before.
  const from = parseTime(params, "from") ??
    (to === undefined ? undefined : Math.max(0, to - WINDOW_SPAN));
  const before = parseBefore(params, from !== undefined || to !== undefined);
  const after = parseInteger(params, "after", { min: 0 });
  return {
    ...readViewFilter(params, { mood: "sentiment" }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(before && { before }),
    ...(after !== undefined && { after }),
    limit: parseInteger(params, "limit", { min: 1, max: 500 }) ?? 50,
  };
}

/** The same with its cursor parsed. */
interface PostsPlace extends Omit<PostsQuestion, "before"> {
  readonly before?: PostCursor;
}

/**
 * Reads which posts a page shows, with the cursor of the page before.
 *
 * @throws {ParameterError} If a parameter cannot be used.
 */
export function readPostsPlace(
  params: URLSearchParams,
  nowMs: number,
): PostsPlace {
  const { before: _, ...question } = readPostsQuestion(params, nowMs);
  const before = parseBefore(params, question.from !== undefined);
  return { ...question, ...(before && { before }) };
}

/**
 * Reads `before`; undefined if it is missing or empty.
 *
 * @param hasRange Whether posts are of a time range: then a `seq` alone is no place in it.
 * @throws {ParameterError} If it is no cursor.
 */
function parseBefore(
  params: URLSearchParams,
  hasRange: boolean,
): PostCursor | undefined {
  const text = params.get("before");
  if (!text) return undefined;
  const cursor = parsePostCursor(text);
  if (cursor && (cursor.createdMs !== undefined || !hasRange)) return cursor;
  const rule = hasRange
    ? "the next of a response with the same from and to"
    : "a seq, or the next of a response";
  throw new ParameterError("before", text, rule);
}

/** Which posts of a topic a page shows. */
export interface PostsQuestion {
  readonly choice: PostFilter;
  /** In seconds since the epoch; left out: from the first. */
  readonly from?: number;
  /** Left out: to the newest, with live ones. */
  readonly to?: number;
  /** The `next` of the page before; left out: begin with the newest. */
  readonly before?: string;
}

/**
 * Reads which posts a page shows. Without a time range these are all posts.
 *
 * @throws {ParameterError} If a parameter cannot be used.
 */
export function readPostsQuestion(
  params: URLSearchParams,
  nowMs: number,
): PostsQuestion {
  const choice = readViewFilter(params);
  const range = readPageRange(params, nowMs);
  const time = range.kind === "custom" && !("isOpen" in range)
    ? { from: range.from, to: range.to }
    : "from" in range
    ? { from: range.from }
    : {};
  const before = params.get("before");
  return { choice, ...time, ...(before && { before }) };
}

/** The question as `/api/posts` and `/api/export` take it. */
export function postsQuestionParams(
  topic: string,
  { choice, from, to, before }: PostsQuestion,
): URLSearchParams {
  const params = new URLSearchParams({ topic });
  const chosen = viewFilterParams(choice, { mood: "sentiment" });
  for (const [name, value] of Object.entries(chosen)) {
    if (value !== null) params.set(name, value);
  }
  if (from !== undefined) params.set("from", String(from));
  if (to !== undefined) params.set("to", String(to));
  if (before) params.set("before", before);
  return params;
}

const MOODS = ["positive", "neutral", "negative"] as const;
const LONGEST_Q = 200;
const LANG = /^[a-z\d\-]{2,35}$/i;

/** The name of the sentiment parameter. */
export interface ViewFilterOptions {
  /** @default {"mood"} */
  mood?: "mood" | "sentiment";
}

/**
 * Reads `mood`, `term`, `lang`, `kind` and `q`; what is missing or empty does not filter.
 *
 * @throws {ParameterError} If one cannot be used.
 */
export function readViewFilter(
  params: URLSearchParams,
  options: ViewFilterOptions = {},
): PostFilter {
  const { mood = "mood" } = options;
  const sentiment = parseChoice(params, mood, MOODS, { fallback: undefined });
  const term = readTerm(params);
  const isLang = term?.kind === "lang";
  const lang = readLang(params) ?? (isLang ? readLanguage(term.term) : null);
  const kinds = readKinds(params);
  const q = readQ(params);
  return {
    ...(sentiment && { sentiment }),
    ...(term && !isLang && { term }),
    ...(lang && { lang }),
    ...(kinds && { kinds }),
    ...(q && { q }),
  };
}

/** Parameters of a filter, for `withParams`. */
export function viewFilterParams(
  { sentiment, term, lang, kinds, q }: PostFilter,
  options: ViewFilterOptions = {},
): Record<string, string | null> {
  const { mood = "mood" } = options;
  return {
    [mood]: sentiment ?? null,
    term: term ? termText(term) : null,
    lang: lang ?? null,
    kind: kinds?.join() ?? null,
    q: q ?? null,
  };
}

/** Parameters of a page that say which posts it shows. */
const POSTS_NAMES = [
  ...Object.keys(viewFilterParams({})),
  ...TIME_PARAMETERS,
  "before",
];

/** A key of the posts that a page shows; it does not depend on the current time. */
export function postsQuestionKey(params: URLSearchParams): string {
  return POSTS_NAMES.map((name) => `${name}=${params.get(name) ?? ""}`)
    .join("&");
}

function readTerm(params: URLSearchParams) {
  const text = params.get("term");
  if (!text) return null;
  const term = parseTerm(text);
  if (term) return term;
  throw new ParameterError(
    "term",
    text,
    "a kind and a term, such as hashtag:otters",
  );
}

function readLang(params: URLSearchParams): string | null {
  const lang = params.get("lang");
  if (!lang) return null;
  if (LANG.test(lang)) return readLanguage(lang);
  throw new ParameterError("lang", lang, "a language, such as en or pt");
}

/** Values of `kind`; `unknown` are posts that were stored before kinds were. */
export const KIND_CHOICES = [...POST_KINDS, "unknown"] as const;

/** All kinds but reposts, and what was stored before kinds were. */
export const NO_REPOSTS: NonNullable<PostFilter["kinds"]> = KIND_CHOICES
  .filter((kind) => kind !== "repost");

/** Several are separated by commas. */
function readKinds(params: URLSearchParams): PostFilter["kinds"] {
  const text = params.get("kind");
  if (!text) return undefined;
  const names = text.split(",");
  const kinds = KIND_CHOICES.filter((kind) => names.includes(kind));
  if (kinds.length === new Set(names).size) return kinds;
  throw new ParameterError(
    "kind",
    text,
    `one or more of ${KIND_CHOICES.join(", ")}, separated by commas`,
  );
}

function readQ(params: URLSearchParams): string | null {
  const q = params.get("q");
  if (q === null || q.length <= LONGEST_Q) return q;
  const rule = `at most ${LONGEST_Q} characters, not ${q.length}`;
  throw new ParameterError("q", q, rule);
}
