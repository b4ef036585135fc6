import type { Kysely } from "kysely";
import { isOwnKind, type TopKind } from "../../domain/post/post.ts";
import { needsSearch, type PostFilter } from "../../domain/post/search.ts";
import type { TopList, TopRow } from "../../domain/schema/top.ts";
import type { TimeRange } from "../../domain/time/range.ts";
import { listedAuthor } from "../../domain/top/author.ts";
import { itemsOf } from "../../domain/top/items.ts";
import { type Counted, Tally } from "../../domain/top/tally.ts";
import type { Tables } from "../connection/tables.ts";
import { readAuthorKey, visitNewest } from "./newest.ts";
import type { SearchedTopic } from "./scan.ts";

/** Posts that a list reads at most, the newest of its range; fewer where a text is taken apart, which takes longer. */
const MOST_READ = 50_000;
const MOST_TAKEN_APART = 20_000;

/** What to list. */
export interface TopSearch {
  readonly kind: TopKind;
  readonly filter: PostFilter;
  /** Entries that are wanted. */
  readonly limit: number;
  /** Posts to read at most, a multiple of 5,000. @default {50_000}, of words and terms, and where these are asked for, {20_000} */
  readonly most?: number;
}

/** Lists what the newest posts of a range have in common, of most posts first. */
export async function readTop(
  db: Kysely<Tables>,
  topic: SearchedTopic,
  range: TimeRange,
  { kind, filter, limit, most = mostOf(kind, filter) }: TopSearch,
): Promise<TopList> {
  const tally = new Tally(itemsOf(kind, topic.words));
  const search = { ...range, filter, most };
  const counts = await visitNewest(
    db,
    topic,
    search,
    (post) => tally.add(post),
  );
  const key = await readAuthorKey(db);
  const { posts } = counts;
  const top = tally.top(limit, kind === "text" ? 2 : 1);
  const rows = await Promise.all(
    top.map((one) => toRow(one, { kind, key, posts })),
  );
  return { kind, ...counts, distinct: tally.distinct, rows };
}

function mostOf(kind: TopKind, filter: PostFilter): number {
  const isShort = isOwnKind(kind) && kind !== "word" && !needsSearch(filter);
  return isShort ? MOST_READ : MOST_TAKEN_APART;
}

/** Characters of a text that a list gives. */
const MOST_SHOWN = 500;

async function toRow(
  { value, source, id, posts, authors, firstMs, lastMs }: Counted,
  list: {
    readonly kind: TopKind;
    readonly key: string;
    readonly posts: number;
  },
): Promise<TopRow> {
  const { name, isHashed } = list.kind === "author"
    ? await listedAuthor({ source, author: value }, list.key)
    : { name: shorten(value), isHashed: false };
  return {
    ...{ value: name, isHashed, source, posts, authors },
    // A post of X leads to its author.
    id: isHashed ? null : id,
    share: posts / Math.max(1, list.posts),
    first: new Date(firstMs).toISOString(),
    last: new Date(lastMs).toISOString(),
  };
}

function shorten(text: string): string {
  return text.length <= MOST_SHOWN
    ? text
    : `${text.slice(0, MOST_SHOWN).toWellFormed().trimEnd()}…`;
}
