import { NETWORK_KINDS, type NetworkKind } from "../network/links.ts";
import { TABLE_FORMATS } from "../text/csv.ts";
import { NO_REPOSTS, TOP_KINDS, type TopKind } from "../post/post.ts";
import type { PostFilter } from "../post/search.ts";
import { ParameterError, parseChoice, parseInteger } from "./parameters.ts";
import { LIST_FILTER_NAMES, readViewFilter } from "./posts.ts";

/** Entries of a list that can be had. */
export const MOST_ENTRIES = 10_000;

/** Nodes of a network at most, and if nobody says how many. */
export const MOST_NODES = 2_000;
export const USUAL_NODES = 500;

/** Formats of a network: besides those of tables, GEXF. */
export const NETWORK_FORMATS = [...TABLE_FORMATS, "gexf"] as const;

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

/** Which network is asked for. */
export interface NetworkQuestion {
  readonly kind: NetworkKind;
  readonly filter: PostFilter;
  readonly limit: number;
  /** Whether as GEXF, instead of a format of tables. */
  readonly isGexf: boolean;
}

/**
 * Reads which network a client asks for.
 *
 * @throws {ParameterError} If a parameter cannot be used.
 */
export function parseNetwork(params: URLSearchParams): NetworkQuestion {
  const most = { min: 1, max: MOST_NODES };
  const format = parseChoice(params, "format", NETWORK_FORMATS, {
    fallback: "json",
  });
  return {
    kind: parseChoice(params, "kind", NETWORK_KINDS),
    filter: readTopFilter(params),
    limit: parseInteger(params, "limit", most) ?? USUAL_NODES,
    isGexf: format === "gexf",
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
