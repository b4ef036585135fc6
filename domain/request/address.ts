/** Addresses of pages: what their links change, and what browsers read of them. @module */
import type { TopKind } from "../post/post.ts";
import type { TimeRange } from "../time/range.ts";

/**
 * An address with some parameters changed; null removes one.
 *
 * @param address Path and query, such as `/t/trump?range=1h`.
 */
export function withParams(
  address: string,
  changes: Readonly<Record<string, string | null>>,
): string {
  const [path = "", query = ""] = address.split("?");
  const params = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  if (params.size === 0) return path;
  // A comma needs no escape in a query: the address stays readable.
  return `${path}?${String(params).replaceAll("%2C", ",")}`;
}

/** What a topic's page lists, one at a time. */
export const PAGE_LISTS = [
  ...["hashtag", "mention", "link", "url", "emoji"] as const,
  ...["word", "author", "text", "lang"] as const,
] as const satisfies readonly TopKind[];
export type ListKind = typeof PAGE_LISTS[number];

/** The `list` parameter of a page's address (path and query). */
export function listKind(address: string): ListKind {
  return choiceIn(address, "list", PAGE_LISTS);
}

/** The value of a parameter of an address (path and query); the first of `values` if it is missing or unknown. */
export function choiceIn<T extends string>(
  address: string,
  name: string,
  values: readonly [T, ...T[]],
): T {
  const text = new URLSearchParams(address.split("?")[1]).get(name);
  return values.find((value) => value === text) ?? values[0];
}

/** Parameters that set the time range of a page. */
export const TIME_PARAMETERS: readonly string[] = ["range", "from", "to"];

/** Whether parameters of a page set its time range. */
export function hasTime(params: URLSearchParams): boolean {
  return TIME_PARAMETERS.some((name) => params.get(name));
}

/** Parameters that set how pages show time. */
const SHOWN_PARAMETERS = [...TIME_PARAMETERS, "per"];

/** The time parameters of an address, in a fixed order. */
export function timeParams(address: string): URLSearchParams {
  const params = new URLSearchParams(address.split("?")[1] ?? "");
  const times = new URLSearchParams();
  for (const name of SHOWN_PARAMETERS) {
    const value = params.get(name);
    if (value) times.set(name, value);
  }
  return times;
}

/** Parameters that filter the posts of a page, as `readViewFilter()` reads them. */
export const FILTER_PARAMETERS: readonly string[] = [
  ...["mood", "term", "site", "lang", "author", "kind", "q"],
];

/** The parameters of an address that set what is counted: its time and its filter, in a fixed order. */
export function countedParams(address: string): URLSearchParams {
  const counted = timeParams(address);
  const params = new URLSearchParams(address.split("?")[1] ?? "");
  for (const name of FILTER_PARAMETERS) {
    const value = params.get(name);
    if (value?.trim()) counted.set(name, value);
  }
  return counted;
}

/** Whether an address filters posts. */
export function isFiltered(address: string): boolean {
  return countedParams(address).size > timeParams(address).size;
}

/** Parameters of a page that say which posts it shows. */
const POSTS_PARAMETERS = [...FILTER_PARAMETERS, ...TIME_PARAMETERS, "before"];

/** A key of the posts that a page shows; it does not depend on the current time. */
export function postsQuestionKey(params: URLSearchParams): string {
  return POSTS_PARAMETERS.map((name) => `${name}=${params.get(name) ?? ""}`)
    .join("&");
}

/** Parameters of another range, for `withParams`. */
type NearRange = ReturnType<typeof zoomParams>;

/** Ranges near another. */
interface NearRanges {
  readonly earlier: NearRange;
  readonly less: NearRange;
  readonly more: NearRange;
  /** Null if it is in the future. */
  readonly later: NearRange | null;
}

/** Ranges to navigate to: half a range back or forth, zoomed in, or zoomed out. */
export function nearRanges(
  { from, to }: TimeRange,
  nowMs: number,
): NearRanges {
  const half = (to - from) / 2;
  const zoom = (start: number, end: number) =>
    zoomParams({ from: start, to: end }, nowMs, 0);
  return {
    earlier: zoom(from - half, to - half),
    less: zoom(from + half / 2, to - half / 2),
    more: zoom(from - half, to + half),
    later: to * 1_000 >= nowMs ? null : zoom(from + half, to + half),
  };
}

/** Shortest time that is shown, in seconds. */
const LEAST = 60;
/** Times are whole multiples of the shortest bucket, in seconds. */
const UNIT = 10;

/**
 * Parameters of a time range, for `withParams`. A range that reaches beyond now
 * stays open: it moves with time.
 *
 * @param beyond How far after now it may end, in seconds, and still end there.
 */
export function zoomParams(
  { from, to }: TimeRange,
  nowMs: number,
  beyond: number,
): { range: null; from: string; to: string | null } {
  const now = nowMs / 1_000;
  const more = Math.max(0, LEAST - (to - from)) / 2;
  const start = Math.max(0, Math.floor((from - more) / UNIT) * UNIT);
  const end = Math.ceil((to + more) / UNIT) * UNIT;
  return {
    range: null,
    from: String(Math.min(start, Math.floor(now / UNIT) * UNIT - LEAST)),
    to: end > now + beyond ? null : String(end),
  };
}

/** Seconds until a wall without script is loaded again. */
const WALL_SECONDS = 30;
/** A multiple of any number of topics on a wall. */
const WALL_CYCLE = 60;

/** What a wall without script loads next, and when, for `<meta http-equiv="refresh">`. */
export function wallRefresh(
  { pathname, search, searchParams }: Pick<
    URL,
    "pathname" | "search" | "searchParams"
  >,
): string {
  const [rotate, show] = ["rotate", "show"]
    .map((name) => Number(searchParams.get(name)));
  const address = withParams(pathname + search, {
    show: rotate ? String((show! + 1) % WALL_CYCLE) : null,
  });
  return `${rotate || WALL_SECONDS}; url=${address}`;
}
