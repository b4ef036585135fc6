import { TOP_KINDS, type TopKind } from "../post/post.ts";
import type { PostFilter } from "../post/search.ts";
import { parseChoice, parseInteger } from "./parameters.ts";
import { NO_REPOSTS, readViewFilter } from "./posts.ts";

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
 * Reads which list a client asks for. What posts are is `reposts`, as `kind` is
 * what to list.
 *
 * @throws {ParameterError} If a parameter cannot be used.
 */
export function parseTop(params: URLSearchParams): TopQuestion {
  const most = { min: 1, max: MOST_ENTRIES };
  return {
    kind: parseChoice(params, "kind", TOP_KINDS),
    filter: readTopFilter(params, "sentiment"),
    offset: parseInteger(params, "offset", { ...most, min: 0 }) ?? 0,
    limit: parseInteger(params, "limit", most) ?? 20,
  };
}

/** The filter of an address in which `kind` is what to list. */
export function readTopFilter(
  params: URLSearchParams,
  mood: "mood" | "sentiment",
): PostFilter {
  const others = new URLSearchParams(params);
  others.delete("kind");
  const reposts = parseInteger(params, "reposts", { min: 0, max: 1 });
  return {
    ...readViewFilter(others, { mood }),
    ...(reposts === 0 && { kinds: NO_REPOSTS }),
  };
}
