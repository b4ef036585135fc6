import { type Expression, type RawBuilder, sql, type SqlBool } from "kysely";
import type { PostChoice } from "../domain/post/post_choice.ts";
import { searchPieces } from "../domain/post/search_pieces.ts";
import { holdsText } from "./holds_text.ts";

const SIGN = { positive: ">", neutral: "=", negative: "<" } as const;

/** Words of a sentiment are counted in a column; of other terms a text holds at least a sign. */
const HINTS: Readonly<Record<string, RawBuilder<SqlBool>>> = {
  positive: sql`positive > 0`,
  negative: sql`negative > 0`,
  hashtag: sql`(text like '%#%' or text like '%＃%' or entities is not null)`,
  mention: sql`(text like '%@%' or text like '%＠%' or entities is not null)`,
  link: sql`(text like '%://%' or entities is not null)`,
};

/**
 * What the database can tell of a choice: posts for which this does not hold are
 * not chosen; of the others some are not either.
 */
export function mayBeChosen(choice: PostChoice): Expression<SqlBool>[] {
  const { q, sentiment, lang, term } = choice;
  const hint = term && HINTS[term.kind];
  return [
    ...(sentiment ? [sql<SqlBool>`score ${sql.raw(SIGN[sentiment])} 0`] : []),
    ...(lang ? [sql<SqlBool>`lang = ${lang}`] : []),
    ...searchPieces(q ?? "").map(holdsText),
    ...(hint ? [hint] : []),
  ];
}
