import type { Kysely } from "kysely";
import type { PostFilter } from "../../domain/post/search.ts";
import { readSearch } from "../../domain/query/search.ts";
import type { TopList } from "../../domain/schema/top.ts";
import type { ListedPost } from "../../domain/top/items.ts";
import { readLanguage } from "../../domain/text/language.ts";
import { DAY, type TimeRange } from "../../domain/time/range.ts";
import { letOthersRun } from "../../domain/time/turns.ts";
import { readMeta } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { nameAuthors } from "../read/handles.ts";
import { readExtent, readSeries } from "../read/series.ts";
import { matches } from "./post_filter.ts";
import { MAX_EXAMINED, PAGE, Scan, type SearchedTopic } from "./scan.ts";

/** How many posts were read. */
type ReadCounts = Pick<TopList, "total" | "examined" | "most" | "posts">;

type NewestRow = Awaited<ReturnType<Scan["read"]>>[number];

/** Which posts to read. */
export interface NewestSearch extends TimeRange {
  readonly filter: PostFilter;
  /** Posts that are read at most, a multiple of 5,000. */
  readonly most: number;
}

/**
 * Reads the newest posts of a range, newest first, a page at a time, and hands
 * those that match to `visit`.
 *
 * What was read but does not match, or was deleted, is `examined` and not one of `posts`.
 */
export async function visitNewest(
  db: Kysely<Tables>,
  topic: SearchedTopic,
  { from, to, filter, most }: NewestSearch,
  visit: (post: ListedPost) => void,
): Promise<ReadCounts> {
  const asked = filter.q?.trim() ? readSearch(filter.q) : null;
  const scan = new Scan(db, topic.id, { ...filter, from, to, limit: PAGE });
  const total = await countPosts(db, topic, { from, to });
  let posts = 0;
  let examined = 0;
  let before: Parameters<Scan["findEnd"]>[0];
  for (; examined < most; examined += MAX_EXAMINED) {
    const end = await scan.findEnd(before);
    const rest = end ? 0 : await scan.countRest(before);
    while (true) {
      const rows = await nameAuthors(db, await scan.read(before, end, PAGE));
      for (const row of rows) {
        if (!matches(row, filter, asked, topic)) continue;
        visit(toListed(row));
        posts++;
      }
      if (rows.length < PAGE) break;
      before = scan.cursorOf(rows.at(-1)!);
      await letOthersRun();
    }
    if (!end) return { total, examined: examined + rest, most, posts };
    before = end;
  }
  return { total, examined, most, posts };
}

/** A row as what is listed reads it. */
function toListed(row: NewestRow): ListedPost {
  const { source, author, text, kind, entities } = row;
  return {
    ...{ id: row.ext_id, source, author, text, kind },
    lang: readLanguage(row.lang),
    createdMs: row.created_ms,
    entities: entities === null ? null : JSON.parse(entities),
  };
}

/** Posts of a range, from the rollups. */
async function countPosts(
  db: Kysely<Tables>,
  topic: SearchedTopic,
  range: TimeRange,
): Promise<number> {
  const extent = await readExtent(db, topic.id);
  if (extent === null) return 0;
  // No longer than there are posts: each day of it takes room.
  const from = Math.max(range.from, extent.from);
  const to = Math.min(range.to, extent.to);
  if (from >= to) return 0;
  const { posts } = await readSeries(db, topic, { from, to }, DAY);
  return posts.reduce((sum, count) => sum + count, 0);
}

/** The key of digests that stand for authors. */
export async function readAuthorKey(db: Kysely<Tables>): Promise<string> {
  return await readMeta(db, "author_key") ?? OWN_KEY;
}

/** Stands in for the key of a database that has none. */
const OWN_KEY = crypto.randomUUID();
