import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { PostEntities, Term } from "../../domain/post/post.ts";
import { matchesFilter, type PostFilter } from "../../domain/post/search.ts";
import { matchSearch, type Search } from "../../domain/query/search.ts";
import { readText } from "../../domain/sentiment/reading.ts";
import { extractTerms } from "../../domain/sentiment/terms.ts";
import { withoutNegation } from "../../domain/sentiment/words.ts";
import { storedTags } from "../../domain/text/language.ts";
import { foldText } from "../../domain/text/tokens.ts";
import {
  hasSentiment,
  type ScoredRow,
  sentimentOfRow,
} from "../connection/scores.ts";
import type { Tables } from "../connection/tables.ts";
import type { StoredTopic } from "../read/topics.ts";

type Row =
  & Pick<Tables["posts"], "text" | "author" | "lang" | "entities" | "kind">
  & ScoredRow;

/** Whether a row matches a filter. Its terms are extracted as they were for the rollups. */
export function matches(
  row: Row,
  filter: PostFilter,
  search: Search | null,
  { words }: Pick<StoredTopic, "words">,
): boolean {
  const { text, author, lang, kind } = row;
  const post = { text, author, lang, kind, sentiment: sentimentOfRow(row) };
  return matchesFilter(post, filter) &&
    (search === null || matchSearch(search, { ...post, ...reportedBy(row) })) &&
    (filter.term === undefined || holdsTerm(row, filter.term, words));
}

function reportedBy({ entities }: Row): { entities?: PostEntities } {
  return entities === null ? {} : { entities: JSON.parse(entities) };
}

function holdsTerm(
  row: Row,
  wanted: Term,
  words: ReadonlySet<string>,
): boolean {
  return mayHold(row, wanted) &&
    termsOf(row, words).some(({ kind, term }) =>
      kind === wanted.kind && term === wanted.term
    );
}

/** Whether it is worth extracting the terms of a row: that takes twenty times as long. */
function mayHold({ text, entities }: Row, { kind, term }: Term): boolean {
  const isWord = kind === "positive" || kind === "negative";
  const isName = kind === "hashtag" || kind === "mention";
  if (!isWord && !(isName && entities === null)) return true;
  const name = isWord ? withoutNegation(term) : term;
  const [letters] = /^[\p{L}\p{Nd}]+/u.exec(name) ?? [];
  if (letters === undefined) return true;
  // `good` is also found in `goooood`.
  const once = letters.replace(/(.)\1+/gu, "$1");
  return new RegExp(Array.from(once, (one) => `${one}+`).join(""), "u")
    .test(foldText(text));
}

function termsOf(row: Row, ignore: ReadonlySet<string>): Term[] {
  const { text, lang } = row;
  return extractTerms(
    { text, lang, ...reportedBy(row) },
    readText(text, ignore),
  );
}

/** Words of a sentiment are counted in a column; of other terms a text holds at least a sign. */
const HINTS: Readonly<Record<string, RawBuilder<SqlBool>>> = {
  positive: sql`positive > 0`,
  negative: sql`negative > 0`,
  hashtag: sql`(text like '%#%' or text like '%＃%' or entities is not null)`,
  mention: sql`(text like '%@%' or text like '%＠%' or entities is not null)`,
  link: sql`(text like '%://%' or entities is not null)`,
};

/** Whether a post is in a language; rows from before version 5 may have a region. */
function isIn(lang: string): RawBuilder<SqlBool> {
  const tests = storedTags(lang)
    .map((tag) => sql`lang = ${tag} or lang like ${`${tag}-%`}`);
  // What is `und` today was written in many ways.
  return lang === "und" ? sql`1 = 1` : sql`(${sql.join(tests, sql` or `)})`;
}

/** The part of a filter that the database can check: it holds for all posts that match, and for some others. */
export function mayMatch(filter: PostFilter): RawBuilder<SqlBool>[] {
  const { sentiment, lang, term, kinds } = filter;
  const hint = term && HINTS[term.kind];
  return [
    ...(sentiment ? [hasSentiment(sentiment)] : []),
    ...(lang ? [isIn(lang)] : []),
    ...(kinds ? [isOfKind(kinds)] : []),
    ...(hint ? [hint] : []),
  ];
}

function isOfKind(kinds: NonNullable<PostFilter["kinds"]>) {
  const known = kinds.filter((kind) => kind !== "unknown");
  const parts = [
    ...(known.length > 0 ? [sql`kind in (${sql.join(known)})`] : []),
    ...(known.length < kinds.length ? [sql`kind is null`] : []),
  ];
  return sql<SqlBool>`(${sql.join(parts, sql` or `)})`;
}
