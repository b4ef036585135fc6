import { WINDOW_SPAN } from "../live/snapshot.ts";
import { parseTerm, POST_KINDS, termText } from "../post/post.ts";
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
import { timeParams } from "./address.ts";
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
  const term = readTerm(params);
  const isLang = term?.kind === "lang";
  const isLink = term?.kind === "link";
  const lang = readLang(params) ?? (isLang ? readLanguage(term.term) : null);
  const site = readSite(params) ?? (isLink ? term.term : null);
  const author = readAuthor(params);
  const kinds = readKinds(params, kind);
  const q = readQ(params);
  return {
    ...(sentiment && { sentiment }),
    ...(term && !isLang && !isLink && { term }),
    ...(site && { site }),
    ...(lang && { lang }),
    ...(author && { author }),
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

/** The parameters of a page's address (path and query) that set what is counted: its time and its filter, in a fixed order. */
export function countedParams(address: string): URLSearchParams {
  const counted = timeParams(address);
  const params = new URLSearchParams(address.split("?")[1]);
  for (const name of Object.keys(viewFilterParams({}))) {
    const value = params.get(name);
    if (value) counted.set(name, value);
  }
  return counted;
}

/**
 * The filter of a page's address (path and query) as the API takes it; empty if
 * it has none.
 *
 * @throws {ParameterError} If one of its parameters cannot be used.
 */
export function filterQuery(
  address: string,
  options: ViewFilterOptions = { mood: "sentiment" },
): URLSearchParams {
  const filter = readViewFilter(new URLSearchParams(address.split("?")[1]));
  const params = new URLSearchParams();
  const chosen = viewFilterParams(filter, options);
  for (const [name, value] of Object.entries(chosen)) {
    if (value !== null) params.set(name, value);
  }
  return params;
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

/** Takes an address too: its host, without `www.`, as links are counted. */
function readSite(params: URLSearchParams): string | null {
  const text = params.get("site")?.trim();
  if (!text) return null;
  const site = text.toLowerCase().replace(/^https?:\/\//, "")
    .replace(/[/?#].*$/s, "").replace(/^www\./, "");
  if (SITE.test(site) && site.length <= LONGEST_NAME) return site;
  throw new ParameterError("site", text, "a host, such as example.com");
}

function readAuthor(params: URLSearchParams): string | null {
  const text = params.get("author") ?? "";
  if (text.length <= LONGEST_NAME) return authorName(text);
  const rule = `at most ${LONGEST_NAME} characters, not ${text.length}`;
  throw new ParameterError("author", text, rule);
}

/** Several are separated by commas. */
function readKinds(
  params: URLSearchParams,
  name: "kind" | "postkind",
): PostFilter["kinds"] {
  const text = params.get(name);
  if (!text) return undefined;
  const names = text.split(",");
  const kinds = KIND_CHOICES.filter((kind) => names.includes(kind));
  if (kinds.length === new Set(names).size) return kinds;
  throw new ParameterError(
    name,
    text,
    `one or more of ${KIND_CHOICES.join(", ")}, separated by commas`,
  );
}

function readQ(params: URLSearchParams): string | null {
  const q = params.get("q");
  if (!q?.trim()) return null;
  if (q.length <= LONGEST_Q) return q;
  const rule = `at most ${LONGEST_Q} characters, not ${q.length}`;
  throw new ParameterError("q", q, rule);
}
