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
    holdsTerms(row, termsWanted(filter), words);
}

/** The terms that a post must hold, its site among them. */
function termsWanted({ term, site }: PostFilter): Term[] {
  return [
    ...(term ? [term] : []),
    ...(site ? [{ kind: "link" as const, term: site }] : []),
  ];
}

function reportedBy(
  { entities }: Pick<Row, "entities">,
): { entities?: PostEntities } {
  return entities === null ? {} : { entities: JSON.parse(entities) };
}

function holdsTerms(
  row: Row,
  wanted: readonly Term[],
  words: ReadonlySet<string>,
): boolean {
  if (!wanted.every((term) => mayHold(row, term))) return false;
  const terms = wanted.length > 0 ? termsOf(row, words) : [];
  return wanted.every((one) =>
    terms.some(({ kind, term }) => kind === one.kind && term === one.term)
  );
}

/** Whether it is worth extracting the terms of a row: that takes twenty times as long. */
function mayHold({ text, entities }: Row, { kind, term }: Term): boolean {
  if (kind === "link") return mayLink(`${text} ${entities ?? ""}`, term);
  const isWord = kind === "positive" || kind === "negative";
  const isName = kind === "hashtag" || kind === "mention";
  if (!isWord && !(isName && entities === null)) return true;
  const name = isWord ? withoutNegation(term) : term;
  const [letters] = /^[\p{L}\p{Nd}]+/u.exec(name) ?? [];
  return letters === undefined || patternOf(letters).test(foldText(text));
}

/** A host can be written in other ways than it is counted; but not a name in plain ASCII. */
function mayLink(text: string, host: string): boolean {
  return /[^\0-\x7f]|%/.test(text) || /^[\d.]+$/.test(host) ||
    text.toLowerCase().includes(host);
}

/** Of the last word that was looked for: one search tests many rows. */
let pattern: { readonly letters: string; readonly finds: RegExp } | null = null;

/** Finds `good` in `goooood` too. */
function patternOf(letters: string): RegExp {
  if (pattern?.letters === letters) return pattern.finds;
  const once = letters.replace(/(.)\1+/gu, "$1");
  const finds = new RegExp(
    Array.from(once, (one) => `${one}+`).join(""),
    "u",
  );
  pattern = { letters, finds };
  return finds;
}

/** The terms of a row, extracted as they were for the rollups. */
export function termsOf(
  row: Pick<Row, "text" | "lang" | "entities">,
  ignore: ReadonlySet<string>,
): Term[] {
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
  const { sentiment, lang, kinds, author } = filter;
  const hints = termsWanted(filter).flatMap(({ kind }) => HINTS[kind] ?? []);
  return [
    ...(sentiment ? [hasSentiment(sentiment)] : []),
    ...(lang ? [isIn(lang)] : []),
    ...(kinds ? [isOfKind(kinds)] : []),
    ...(author && /^[\x20-\x7e]+$/.test(author) ? [mayBeBy(author)] : []),
    ...hints,
  ];
}

/** Authors of Bluesky may be stored by their DIDs; of SQLite's letters only those of ASCII have a lower case. */
function mayBeBy(author: string): RawBuilder<SqlBool> {
  return sql`(source = 'bluesky' or author is not null
    and lower(author) like ${`%${author.replace(/[\\%_]/g, "_")}%`})`;
}

function isOfKind(kinds: NonNullable<PostFilter["kinds"]>) {
  const known = kinds.filter((kind) => kind !== "unknown");
  const parts = [
    ...(known.length > 0 ? [sql`kind in (${sql.join(known)})`] : []),
    ...(known.length < kinds.length ? [sql`kind is null`] : []),
  ];
  return sql<SqlBool>`(${sql.join(parts, sql` or `)})`;
}
