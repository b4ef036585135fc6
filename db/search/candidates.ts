import { type Kysely, sql, type SqlBool } from "kysely";
import type { Need } from "../../domain/query/index_terms.ts";
import {
  BLOCK_SIZE,
  blockOf,
  placeOf,
  placesOf,
  type PostingsState,
  readEntries,
  readPostingsState,
  type TermPlace,
} from "./postings.ts";
import type { Tables } from "../connection/tables.ts";
import { isOfTopic, POSTS_BY_EDIT } from "../read/posts.ts";

/** Blocks that are read first; then more and more, as what is rare is far away. */
const FIRST_BLOCKS = 8;
const MOST_BLOCKS = 512;

/** The posts of a topic that can match, as far as the index goes. */
export interface Candidates {
  /** Posts after it are not in the index: each may match. */
  readonly through: number;
  /** Posts whose edits the index does not know: each may match too. */
  readonly edited: readonly number[];
  /** Their `seq` between two bounds, both excluded, many at once: newest first, or else oldest. */
  find(
    after: number,
    before: number,
    order: "newest" | "oldest",
  ): AsyncGenerator<readonly number[]>;
}

/** More unknown edits than this, and a search reads all posts instead. */
const MAX_EDITED = 2_000;

/** Finds which posts of a topic can have what is needed; undefined where the index is of no help. */
export async function findCandidates(
  db: Kysely<Tables>,
  topicId: number,
  need: Need | null,
): Promise<Candidates | undefined> {
  if (need === null) return undefined;
  const state = await readPostingsState(db);
  if (!state || state.through < 0) return undefined;
  const { through, changes } = state;
  const rows = await db.selectFrom(POSTS_BY_EDIT).select("seq")
    .where("edited", ">", sql.lit(0)) // as the index says
    .where("edited", ">", changes).where(isOfTopic(topicId))
    .where(sql<SqlBool>`seq + 0 <= ${through}`).limit(MAX_EDITED + 1)
    .execute();
  if (rows.length > MAX_EDITED) return undefined;
  const edited = rows.map(({ seq }) => seq);
  const places = new Map(
    [...termsOf(need)].map((term) => [term, placeOf(topicId, term)]),
  );
  return {
    through,
    edited,
    async *find(after, before, order) {
      for (const [from, to] of windowsOf(state, { after, before, order })) {
        const found = new Set(await readBlocks(db, { need, places, from, to }));
        for (const seq of edited) {
          if (seq >= from * BLOCK_SIZE && seq < to * BLOCK_SIZE) found.add(seq);
        }
        const seqs = [...found].filter((seq) =>
          seq > after && seq < before && seq <= through
        ).sort((a, b) => a - b);
        yield order === "oldest" ? seqs : seqs.reverse();
      }
    },
  };
}

function termsOf(need: Need): Set<string> {
  if (typeof need === "string") return new Set([need]);
  const parts = "all" in need ? need.all : need.any;
  return new Set(parts.flatMap((part) => [...termsOf(part)]));
}

/** Blocks, the second excluded, in the order in which they are read. */
function* windowsOf(
  { firstBlock, through }: PostingsState,
  { after, before, order }: {
    readonly after: number;
    readonly before: number;
    readonly order: "newest" | "oldest";
  },
): Generator<[from: number, to: number]> {
  let from = Math.max(firstBlock, blockOf(after + 1));
  let to = blockOf(Math.min(through, before - 1)) + 1;
  let size = FIRST_BLOCKS;
  while (from < to) {
    if (order === "newest") {
      yield [Math.max(from, to - size), to];
      to -= size;
    } else {
      yield [from, Math.min(to, from + size)];
      from += size;
    }
    size = Math.min(size * 4, MOST_BLOCKS);
  }
}

async function readBlocks(
  db: Kysely<Tables>,
  { need, places, from, to }: {
    readonly need: Need;
    readonly places: ReadonlyMap<string, TermPlace>;
    readonly from: number;
    readonly to: number;
  },
): Promise<number[]> {
  const buckets = new Set([...places.values()].map(({ bucket }) => bucket));
  const rows = await db.selectFrom("postings").selectAll()
    .where("bucket", "in", [...buckets])
    .where("block", ">=", from).where("block", "<", to).execute();
  const blocks = Map.groupBy(rows, ({ block }) => block);
  return Array.from(blocks).flatMap(([block, rows]) => {
    const byBucket = new Map(
      rows.map(({ bucket, entries }) => [bucket, readEntries(entries)]),
    );
    const find = (term: string) => {
      const { bucket, fingerprint } = places.get(term)!;
      return placesOf(byBucket.get(bucket) ?? new Uint32Array(), fingerprint);
    };
    return Array.from(meet(need, find), (place) => block * BLOCK_SIZE + place);
  });
}

/** The places that have what is needed. */
function meet(
  need: Need,
  find: (term: string) => ReadonlySet<number>,
): ReadonlySet<number> {
  if (typeof need === "string") return find(need);
  const join = "all" in need
    ? (a: ReadonlySet<number>, b: ReadonlySet<number>) => a.intersection(b)
    : (a: ReadonlySet<number>, b: ReadonlySet<number>) => a.union(b);
  const parts = "all" in need ? need.all : need.any;
  return parts.map((part) => meet(part, find)).reduce(join);
}
