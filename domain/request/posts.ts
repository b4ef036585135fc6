import { WINDOW_SPAN } from "../live/snapshot.ts";
import { KIND_CHOICES, parseTerm, termText } from "../post/post.ts";
import {
  authorName,
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
import { readPageRange } from "./range.ts";

/**
 * Reads the filter of {@linkcode readViewFilter}, `from`, `to`, `before`, `after` and
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
  const params = new URLSearchParams({ topic, ...filterParams(choice) });
  if (from !== undefined) params.set("from", String(from));
  if (to !== undefined) params.set("to", String(to));
  if (before) params.set("before", before);
  return params;
}

const MOODS = ["positive", "neutral", "negative"] as const;
const LONGEST_Q = 200;
const LONGEST_NAME = 255;
const LANG = /^[a-z\d\-]{2,35}$/i;
const SITE = /^(?:[a-z\d_\-]+\.)*[a-z\d_\-]+$/;

/** Names of parameters where they differ. */
export interface ViewFilterOptions {
  /** That of the sentiment. @default {"mood"} */
  mood?: "mood" | "sentiment";
  /** That of the kinds of posts. @default {"kind"} */
  kind?: "kind" | "postkind";
}

/** Names where `kind` is what to list. */
export const LIST_FILTER_NAMES = {
  mood: "sentiment",
  kind: "postkind",
} as const satisfies ViewFilterOptions;

/**
 * Reads `mood`, `term`, `site`, `lang`, `author`, `kind` and `q`; what is missing
 * or empty does not filter.
 *
 * @throws {ParameterError} If one cannot be used.
 */
export function readViewFilter(
  params: URLSearchParams,
  options: ViewFilterOptions = {},
): PostFilter {
  const { mood = "mood", kind = "kind" } = options;
  const sentiment = parseChoice(params, mood, MOODS, { fallback: undefined });
  const term = readValue(
    params,
    "term",
    parseTerm,
    "a kind and a term, such as hashtag:otters",
  );
  const isLang = term?.kind === "lang";
  const isLink = term?.kind === "link";
  const lang = readValue(
    params,
    "lang",
    (text) => LANG.test(text) ? readLanguage(text) : null,
    "a language, such as en or pt",
  ) ?? (isLang ? readLanguage(term.term) : null);
  const site =
    readValue(params, "site", siteOf, "a host, such as example.com") ??
      (isLink ? term.term : null);
  const author = readValue(
    params,
    "author",
    upTo(LONGEST_NAME),
    `at most ${LONGEST_NAME} characters`,
  );
  const kinds = readValue(
    params,
    kind,
    kindsOf,
    `one or more of ${KIND_CHOICES.join(", ")}, separated by commas`,
  );
  const q = readValue(
    params,
    "q",
    upTo(LONGEST_Q),
    `at most ${LONGEST_Q} characters, not ${params.get("q")?.length}`,
  );
  return {
    ...(sentiment && { sentiment }),
    ...(term && !isLang && !isLink && { term }),
    ...(site && { site }),
    ...(lang && { lang }),
    ...(author && { author: authorName(author) }),
    ...(kinds && { kinds }),
    ...(q && { q }),
  };
}

/** Parameters of a filter, for `withParams`. */
export function viewFilterParams(
  { sentiment, term, site, lang, author, kinds, q }: PostFilter,
  options: ViewFilterOptions = {},
): Record<string, string | null> {
  const { mood = "mood", kind = "kind" } = options;
  return {
    [mood]: sentiment ?? null,
    term: term ? termText(term) : null,
    site: site ?? null,
    lang: lang ?? null,
    author: author ?? null,
    [kind]: kinds?.join() ?? null,
    q: q ?? null,
  };
}

/** A filter as the API takes it: what does not filter is left out. */
export function filterParams(
  filter: PostFilter,
  options: ViewFilterOptions = { mood: "sentiment" },
): Record<string, string> {
  const params = Object.entries(viewFilterParams(filter, options));
  return Object.fromEntries(
    params.filter((one): one is [string, string] => one[1] !== null),
  );
}

/**
 * The filter of a page's address (path and query).
 *
 * @throws {ParameterError} If one of its parameters cannot be used.
 */
export function filterIn(address: string): PostFilter {
  return readViewFilter(new URLSearchParams(address.split("?")[1]));
}

/**
 * Reads a parameter; undefined if it is missing or empty.
 *
 * @throws {ParameterError} If `read` finds nothing in it.
 */
function readValue<T>(
  params: URLSearchParams,
  name: string,
  read: (text: string) => T | null,
  rule: string,
): T | undefined {
  const text = params.get(name);
  if (!text?.trim()) return undefined;
  const value = read(text);
  if (value !== null) return value;
  throw new ParameterError(name, text, rule);
}

/** Takes an address too: its host, without `www.`, as links are counted. */
function siteOf(text: string): string | null {
  const site = authorName(text).replace(/^https?:\/\//, "")
    .replace(/[/?#].*$/s, "").replace(/^www\./, "");
  return SITE.test(site) && site.length <= LONGEST_NAME ? site : null;
}

/** Several are separated by commas. */
function kindsOf(text: string): PostFilter["kinds"] | null {
  const names = text.split(",");
  const kinds = KIND_CHOICES.filter((kind) => names.includes(kind));
  return kinds.length === new Set(names).size ? kinds : null;
}

function upTo(length: number): (text: string) => string | null {
  return (text) => text.length <= length ? text : null;
}
