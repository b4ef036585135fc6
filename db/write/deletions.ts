import {
  type Kysely,
  type RawBuilder,
  sql,
  type SqlBool,
  type Transaction,
} from "kysely";
import type {
  DeleteEntry,
  EditEntry,
  PostEntry,
} from "../../domain/pipeline/log_entry.ts";
import type { Tables } from "../connection/tables.ts";
import { deleteChecked, hasChecks } from "../check/checks.ts";
import { inTopics, postId, readTopicIds } from "./existing.ts";

type DeletedEntry = PostEntry | EditEntry | DeleteEntry;

/**
 * Removes text, author and link of posts that their authors deleted, in every
 * topic, and what `skipped` holds of their duplicates and edits. The rows and
 * all counts stay, but not their labels; `deleted` becomes the deletion's `seq`, or the post's if that
 * is later. Posts that come after an account deletion are kept: accounts can be
 * restored.
 *
 * @param deletions Deletions, and messages about posts that were deleted, each with its `seq`.
 * @param topicIds Topics that exist.
 */
export async function redactPosts(
  trx: Transaction<Tables>,
  stream: number,
  deletions: readonly (readonly [seq: number, entry: DeletedEntry])[],
  topicIds: readonly number[],
): Promise<void> {
  const isChecked = deletions.length > 0 && await hasChecks(trx);
  for (const [seq, entry] of deletions) {
    const { source, extId } = entry;
    const isPrefix = entry.kind === "delete" && entry.isPrefix;
    const matches = isPrefix ? hasPrefix : equals;
    const isEarlier = isPrefix
      ? sql<SqlBool>`(stream <> ${stream} or log_seq < ${entry.logSeq})`
      : sql<SqlBool>`1 = 1`;
    if (isChecked) {
      await deleteChecked(
        trx,
        sql`${inTopics(topicIds)} and source = ${source}
          and ${matches("ext_id", extId)} and ${isEarlier}`,
      );
    }
    await trx.updateTable("posts").set((eb) => ({
      text: "",
      author: null,
      url: null,
      entities: null,
      context: null,
      deleted: eb.case().when("seq", ">", seq).then(eb.ref("seq"))
        .else(seq).end(),
    }))
      .where(inTopics(topicIds)).where("source", "=", source)
      .where(matches("ext_id", extId))
      .where(isEarlier).where("deleted", "=", 0).execute();
    await trx.updateTable("skipped").set({ head: new Uint8Array(), edit: null })
      .where(matches("about", postId(entry)))
      .where(isEarlier).where("reason", "!=", "delete").execute();
  }
}

type TextColumn = "ext_id" | "about";

function equals(column: TextColumn, text: string): RawBuilder<SqlBool> {
  return sql`${sql.ref(column)} = ${text}`;
}

/** Texts that begin with `prefix`, as a range of an index. */
function hasPrefix(column: TextColumn, prefix: string): RawBuilder<SqlBool> {
  const name = sql.ref(column);
  const end = afterPrefix(prefix);
  return end === null
    ? sql`${name} >= ${prefix}`
    : sql`(${name} >= ${prefix} and ${name} < ${end})`;
}

/** Index entries that one statement looks at: a server gives up planning if there are many. */
const MAX_LOOKUPS = 10_000;

/** Those of some ids that a post of a source has in any topic. */
export async function findStoredIds(
  db: Kysely<Tables>,
  source: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const found = new Set<string>();
  const topicIds = await readTopicIds(db);
  const size = Math.max(1, Math.floor(MAX_LOOKUPS / (topicIds.length + 1)));
  for (let from = 0; from < ids.length; from += size) {
    const rows = await db.selectFrom("posts").select("ext_id").distinct()
      .where(inTopics(topicIds)).where("source", "=", source)
      .where("ext_id", "in", ids.slice(from, from + size)).execute();
    for (const { ext_id } of rows) found.add(ext_id);
  }
  return found;
}

/** Whether any topic holds a post of a source whose id begins with `prefix`. */
export async function hasIdPrefix(
  db: Kysely<Tables>,
  source: string,
  prefix: string,
): Promise<boolean> {
  const topicIds = await readTopicIds(db);
  const row = await db.selectFrom("posts").select("ext_id")
    .where(inTopics(topicIds)).where("source", "=", source)
    .where(hasPrefix("ext_id", prefix))
    .limit(1).executeTakeFirst();
  return row !== undefined;
}

const [LAST, SURROGATES, AFTER_SURROGATES] = [0x10ffff, 0xd800, 0xe000];

/**
 * The lowest text, by its bytes in UTF-8, that is higher than all that begin
 * with `prefix`; null if there is none.
 */
export function afterPrefix(prefix: string): string | null {
  const points = Array.from(prefix, (character) => character.codePointAt(0)!);
  while (points.at(-1) === LAST) points.pop();
  const last = points.pop();
  if (last === undefined) return null;
  const next = last + 1 === SURROGATES ? AFTER_SURROGATES : last + 1;
  return String.fromCodePoint(...points, next);
}
