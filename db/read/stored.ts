import type { Kysely } from "kysely";
import type {
  PostContext,
  PostEntities,
  PostKind,
} from "../../domain/post/post.ts";
import { readLanguage } from "../../domain/text/language.ts";
import type { Tables } from "../connection/tables.ts";
import { chunksOf } from "../connection/statements.ts";
import { nameAuthors } from "./handles.ts";
import { IS_VISIBLE } from "./posts.ts";
import { readSlugs } from "./topics.ts";

/** Posts that are read at once. */
const PAGE = 500;

/** Which stored posts to read. */
interface StoredRange {
  /** Posts of this topic are left out. */
  readonly topicId: number;
  /** The `seq` that they follow, and the highest one. */
  readonly after: number;
  readonly upTo: number;
}

/** A stored post as its source sent it. */
interface StoredPost {
  readonly seq: number;
  /** Name of its source. */
  readonly source: string;
  readonly post: {
    readonly id: string;
    readonly createdMs: number;
    readonly text: string;
    readonly lang: string;
    readonly author: string | null;
    readonly alias: string | null;
    readonly url: string | null;
    readonly entities?: PostEntities;
    readonly postKind?: PostKind;
    readonly context?: PostContext;
    readonly isImported?: boolean;
  };
}

/**
 * Reads the next page of the posts of all other current topics, in the order in
 * which they were stored, without those that their authors deleted, or that the
 * topic has too. A post of two other topics comes twice.
 *
 * @returns Up to which `seq` they were read, too.
 */
export async function readStoredPosts(
  db: Kysely<Tables>,
  { topicId, after, upTo }: StoredRange,
): Promise<{ posts: StoredPost[]; through: number }> {
  const slugs = await readSlugs(db);
  const page = await db.selectFrom("posts").select([
    ...["seq", "topic_id", "source", "ext_id", "author", "lang"] as const,
    ...["created_ms", "text", "url", "entities", "kind"] as const,
    ...["context", "imported"] as const,
  ]).where("seq", ">", after).where("seq", "<=", upTo).where(IS_VISIBLE)
    .orderBy("seq").limit(PAGE).execute();
  const rows = page.filter(({ topic_id }) =>
    topic_id !== topicId && slugs.has(topic_id)
  );
  const own = await findOwn(db, topicId, rows);
  const others = rows.filter((row) => !own.has(nameOf(row)));
  const named = await nameAuthors(db, others);
  const posts = others.map((row, i): StoredPost => ({
    ...{ seq: row.seq, source: row.source },
    post: {
      ...{ id: row.ext_id, createdMs: row.created_ms, text: row.text },
      ...{ lang: readLanguage(row.lang), author: row.author, url: row.url },
      alias: named[i]!.author === row.author ? null : named[i]!.author,
      ...(row.entities !== null && { entities: JSON.parse(row.entities) }),
      ...(row.kind !== null && { postKind: row.kind }),
      ...(row.context !== null && { context: JSON.parse(row.context) }),
      ...(row.imported === 1 && { isImported: true }),
    },
  }));
  return { posts, through: page.length < PAGE ? upTo : page.at(-1)!.seq };
}

type NamedRow = Pick<Tables["posts"], "source" | "ext_id">;

function nameOf({ source, ext_id }: NamedRow): string {
  return `${source} ${ext_id}`;
}

/** Those of some posts that a topic holds, by name. */
async function findOwn(
  db: Kysely<Tables>,
  topicId: number,
  rows: readonly NamedRow[],
): Promise<Set<string>> {
  const own = new Set<string>();
  for (const [source, some] of Map.groupBy(rows, (row) => row.source)) {
    for (const part of chunksOf(some, "sqlite")) {
      const found = await db.selectFrom("posts").select(["source", "ext_id"])
        .where("topic_id", "=", topicId).where("source", "=", source)
        .where("ext_id", "in", part.map(({ ext_id }) => ext_id)).execute();
      for (const row of found) own.add(nameOf(row));
    }
  }
  return own;
}
