import {
  type Expression,
  type ExpressionBuilder,
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
import { postName } from "../read/export.ts";
import { ofTopics, readTopicIds } from "./find_known.ts";

/** The place of a message that takes a post back, or that meets one that was. */
type TakenBack = readonly [
  seq: number,
  entry: PostEntry | EditEntry | DeleteEntry,
];

/**
 * Takes text, author and link off posts that their authors deleted, in every
 * topic, and what `skipped` holds of their duplicates and edits. The rows and
 * all counts stay; `deleted` becomes the deletion's `seq`, or the post's if that
 * is later. Of an author who is gone, what comes later in the log stays: there
 * may be a way back.
 */
export async function blankPosts(
  trx: Transaction<Tables>,
  stream: number,
  deletions: readonly TakenBack[],
): Promise<void> {
  if (deletions.length === 0) return;
  const topicIds = await readTopicIds(trx);
  for (const [seq, entry] of deletions) {
    await trx.updateTable("posts").set((eb) => ({
      text: "",
      author: null,
      url: null,
      entities: null,
      deleted: eb.case().when("seq", ">", seq).then(eb.ref("seq"))
        .else(seq).end(),
    }))
      .where((eb) => isPost(eb, topicIds, entry))
      .where(isBefore(stream, entry))
      .where("deleted", "=", 0).execute();
    await trx.updateTable("skipped").set({ head: new Uint8Array(), edit: null })
      .where((eb) => isAbout(eb, entry))
      .where(isBefore(stream, entry))
      .where("reason", "!=", "delete").execute();
  }
}

function isPost(
  eb: ExpressionBuilder<Tables, "posts">,
  topicIds: readonly number[],
  entry: TakenBack[1],
): Expression<SqlBool> {
  const { source, extId } = entry;
  if (isPrefix(entry)) return idRange(eb, topicIds, { source, prefix: extId });
  return eb.and([
    ofTopics(topicIds),
    eb("source", "=", source),
    eb("ext_id", "=", extId),
  ]);
}

function isAbout(
  eb: ExpressionBuilder<Tables, "skipped">,
  entry: TakenBack[1],
): Expression<SqlBool> {
  const name = postName(entry);
  if (!isPrefix(entry)) return eb("about", "=", name);
  return eb.and([
    eb("about", ">=", name),
    eb("about", "<", afterPrefix(name)!),
  ]);
}

function isBefore(
  stream: number,
  entry: TakenBack[1],
): RawBuilder<SqlBool> {
  if (!isPrefix(entry)) return sql`1 = 1`;
  return sql`(stream <> ${stream} or log_seq < ${entry.logSeq})`;
}

function isPrefix(entry: TakenBack[1]): boolean {
  return entry.kind === "delete" && entry.isPrefix;
}

/** Places of the index that one statement looks at: a server gives up planning if there are many. */
const PLACES = 10_000;

/** Those of some ids that a post of a source has in any topic. */
export async function findStoredIds(
  db: Kysely<Tables>,
  source: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const found = new Set<string>();
  const topicIds = await readTopicIds(db);
  const size = Math.max(1, Math.floor(PLACES / (topicIds.length + 1)));
  for (let from = 0; from < ids.length; from += size) {
    const rows = await db.selectFrom("posts").select("ext_id").distinct()
      .where(ofTopics(topicIds)).where("source", "=", source)
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
    .where((eb) => idRange(eb, topicIds, { source, prefix }))
    .limit(1).executeTakeFirst();
  return row !== undefined;
}

/** Posts of a source, in whatever topic, whose id begins with `prefix`: a range of the index that tells posts apart. */
function idRange(
  eb: ExpressionBuilder<Tables, "posts">,
  topicIds: readonly number[],
  { source, prefix }: { source: string; prefix: string },
): Expression<SqlBool> {
  const end = afterPrefix(prefix);
  return eb.and([
    ofTopics(topicIds),
    eb("source", "=", source),
    eb("ext_id", ">=", prefix),
    ...(end === null ? [] : [eb("ext_id", "<", end)]),
  ]);
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
