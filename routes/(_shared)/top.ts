import type {
  ShownEntry,
  TopViewProps,
} from "../../components/topic/TopView.tsx";
import { PAGE_ENTRIES } from "../../components/topic/TopView.tsx";
import { describeFilter } from "../../components/elements/filter_labels.ts";
import { formatCount, formatPercent } from "../../domain/format/numbers.ts";
import { isOwnKind, NO_REPOSTS } from "../../domain/post/post.ts";
import { hasFilter, type PostFilter } from "../../domain/post/search.ts";
import type { NetworkKind } from "../../domain/network/links.ts";
import { type ListKind, listKind } from "../../domain/request/address.ts";
import { parseInteger } from "../../domain/request/parameters.ts";
import {
  filterParams,
  LIST_FILTER_NAMES,
  readViewFilter,
} from "../../domain/request/posts.ts";
import { readPageRange } from "../../domain/request/range.ts";
import { MOST_ENTRIES } from "../../domain/request/top.ts";
import type { TopList } from "../../domain/schema/top.ts";
import type { TimeRange } from "../../domain/time/range.ts";
import type { State } from "../../state.ts";
import { resolveRange } from "./range.ts";

/** Terms that `/api/terms` leaves out at most. */
const MOST_TERMS = 1_000;

/**
 * Reads the list that an address asks for. Terms without a filter come from the
 * rollups, which count all posts; all else is counted in the newest posts.
 *
 * @throws {ParameterError} If a parameter cannot be used.
 */
export async function readTopView(
  state: Pick<State, "readExtent" | "readTerms" | "readTop">,
  slug: string,
  { pathname, search, searchParams }: URL,
  nowMs: number,
): Promise<TopViewProps> {
  const kind = listKind(search);
  const filter = readViewFilter(searchParams);
  const bounds = { min: 0, max: MOST_ENTRIES };
  const offset = parseInteger(searchParams, "offset", bounds) ?? 0;
  const wanted = readPageRange(searchParams, nowMs);
  const range = await resolveRange(state, [slug], wanted, nowMs, filter);
  const end = offset + PAGE_ENTRIES;
  const isCounted = isOwnKind(kind) || hasFilter(filter);
  let rows: readonly ShownEntry[];
  let counted: string;
  if (isCounted) {
    const asked = { kind, filter, limit: end + 1 };
    const list = await state.readTop(slug, range, asked);
    ({ rows } = list);
    counted = describeList(list);
  } else {
    const terms = await state.readTerms(slug, range, kind, end + 1);
    rows = terms.map(({ term, count }) => ({ value: term, posts: count }));
    counted = "Counted in all posts of the range, widened to whole minutes.";
  }
  const most = isCounted ? MOST_ENTRIES : MOST_TERMS;
  return {
    ...{ slug, kind, range, offset, counted },
    address: pathname + search,
    rows: rows.slice(offset, end),
    next: rows.length > end && end <= most ? end : null,
    isWithoutReposts: filter.kinds?.join() === NO_REPOSTS.join(),
    filters: describeFilter(filter).map(({ text }) => text),
    files: filesOf(slug, kind, range, filter),
  };
}

/** `1,204 posts by 377 authors; the ten busiest wrote 41 %. …` */
function describeList(list: TopList): string {
  const { kind, posts, distinct, rows, examined, total, most } = list;
  const [all, some] = [formatCount(posts), formatCount(distinct)];
  const ten = rows.slice(0, 10).reduce((sum, { posts }) => sum + posts, 0);
  const what = kind === "author"
    ? `${all} posts by ${some} authors; the ten busiest wrote ${
      formatPercent(ten, posts)
    }.`
    : kind === "text"
    ? `${all} posts with ${some} different texts, without RT @name: and links.`
    : `${all} posts with ${some} different entries.`;
  const read = examined >= total
    ? "All posts of the range were read."
    : `Read: the newest ${formatCount(examined)} of ${
      formatCount(total)
    } posts${
      examined >= most ? `, as a list reads ${formatCount(most)} at most` : ""
    }.`;
  return `${what} ${read}`;
}

/** Lists whose entries are nodes of a network, and its kind. */
const NETWORKS: Partial<Record<ListKind, NetworkKind>> = {
  hashtag: "hashtag",
  mention: "mention",
  link: "domain",
};

function filesOf(
  topic: string,
  kind: ListKind,
  { from, to }: TimeRange,
  filter: PostFilter,
): TopViewProps["files"] {
  const isTop = isOwnKind(kind) || hasFilter(filter);
  const shared = new URLSearchParams({
    ...{ topic, from: String(from), to: String(to) },
    ...filterParams(filter, LIST_FILTER_NAMES),
  });
  const list = isTop
    ? `/api/top?${shared}&kind=${kind}&limit=${MOST_ENTRIES}`
    : `/api/terms?${shared}&kind=${kind}&limit=200`;
  const network = NETWORKS[kind];
  const edges = `/api/network?${shared}&kind=${network}`;
  return [
    ["CSV", `${list}&format=csv`],
    ["CSV for Excel", `${list}&format=csv-excel`],
    ...(network
      ? [
        ["Network for Gephi (GEXF)", `${edges}&format=gexf`],
        ["Network as CSV", `${edges}&format=csv`],
      ] as const
      : []),
  ];
}
