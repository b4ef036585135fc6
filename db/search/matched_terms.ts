import type { Kysely } from "kysely";
import type { TermCount } from "../../domain/live/snapshot.ts";
import type { TermKind } from "../../domain/post/post.ts";
import type { MatchedPost } from "../../domain/series/matched.ts";
import { readLanguage } from "../../domain/text/language.ts";
import { letOthersRun } from "../../domain/time/turns.ts";
import type { Tables } from "../connection/tables.ts";
import { termsOf } from "./post_filter.ts";
import type { SearchedTopic } from "./scan.ts";

/** Posts whose terms are counted at most: the newest. */
export const MAX_TERM_POSTS = 5_000;

/** The terms that most of these posts hold, by kind: most frequent first, then by their bytes. */
export async function readMatchedTerms(
  db: Kysely<Tables>,
  { words }: Pick<SearchedTopic, "words">,
  posts: readonly Pick<MatchedPost, "seq">[],
): Promise<ReadonlyMap<TermKind, TermCount[]>> {
  const counts = new Map<TermKind, Map<string, number>>();
  const seqs = posts.slice(0, MAX_TERM_POSTS).map(({ seq }) => seq);
  for (let at = 0; at < seqs.length; at += TERM_PAGE) {
    const rows = await db.selectFrom("posts")
      .select(["text", "lang", "entities"])
      .where("seq", "in", seqs.slice(at, at + TERM_PAGE)).execute();
    for (const row of rows) {
      const lang = readLanguage(row.lang);
      for (const { kind, term } of termsOf({ ...row, lang }, words)) {
        const known = counts.get(kind) ?? new Map<string, number>();
        counts.set(kind, known.set(term, (known.get(term) ?? 0) + 1));
      }
    }
    await letOthersRun();
  }
  return new Map(Array.from(counts, ([kind, known]) => [
    kind,
    Array.from(known, ([term, count]) => ({ term, count }))
      .sort((a, b) => b.count - a.count || (a.term < b.term ? -1 : 1)),
  ]));
}

/** Posts whose terms are extracted before others run. */
const TERM_PAGE = 50;
