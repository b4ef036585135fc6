import { NO_REPOSTS, TOP_KINDS, type TopKind } from "../post/post.ts";
import type { PostFilter } from "../post/search.ts";
import { ParameterError, parseChoice, parseInteger } from "./parameters.ts";
import { LIST_FILTER_NAMES, readViewFilter } from "./posts.ts";

/** Entries of a list that can be had. */
export const MOST_ENTRIES = 10_000;

/** Which list is asked for, and which of its entries. */
export interface TopQuestion {
  readonly kind: TopKind;
  readonly filter: PostFilter;
  readonly offset: number;
  readonly limit: number;
}

/**
 * Reads which list a client asks for. Kinds of posts are `postkind` and `reposts`,
 * as `kind` is what to list.
 *
 * @throws {ParameterError} If a parameter cannot be used.
 */
export function parseTop(params: URLSearchParams): TopQuestion {
  const most = { min: 1, max: MOST_ENTRIES };
  return {
    kind: parseChoice(params, "kind", TOP_KINDS),
    filter: readTopFilter(params),
    offset: parseInteger(params, "offset", { ...most, min: 0 }) ?? 0,
    limit: parseInteger(params, "limit", most) ?? 20,
  };
}

/**
 * Reads the filter of an address in which `kind` is what to list.
 *
 * @throws {ParameterError} If a parameter cannot be used.
 */
export function readTopFilter(params: URLSearchParams): PostFilter {
  const filter = readViewFilter(params, LIST_FILTER_NAMES);
  if (parseInteger(params, "reposts", { min: 0, max: 1 }) !== 0) return filter;
  const kinds = filter.kinds?.filter((kind) => kind !== "repost") ?? NO_REPOSTS;
  if (kinds.length > 0) return { ...filter, kinds };
  throw new ParameterError("reposts", "0", "1 where only reposts are wanted");
}
