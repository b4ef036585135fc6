import type { QueryOperator } from "./query.ts";
import { QuerySyntaxError } from "./query_syntax_error.ts";
import { readEntity } from "./read_entity.ts";
import { readWords } from "./read_words.ts";
import { readNamed } from "./terms.ts";

/** `#`, `@` or `$` at the front, unless it is the emoji of a key. */
const ENTITY = /^[#＃@＠$](?!\u{FE0F}?\u{20E3})/u;
const NAMED = /^([a-z_]+):(.*)$/is;

/**
 * Reads one term of a query.
 *
 * @param query The whole text, which an error tells about.
 * @param at Where the term begins in it.
 * @throws {QuerySyntaxError} If it asks for nothing, or for what a post does not tell.
 */
export function readOperator(
  term: string,
  query: string,
  at: number,
): QueryOperator {
  const fail = (detail: string): never => {
    throw new QuerySyntaxError(detail, query, at);
  };
  if (ENTITY.test(term)) return readEntity(term, fail);
  const [, name, value] = NAMED.exec(term) ?? [];
  if (name === undefined || value === undefined) return readWords(term, fail);
  return readNamed(name.toLowerCase(), value, fail);
}
