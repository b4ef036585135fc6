import { parseQuery } from "../domain/query/parse.ts";
import { QuerySyntaxError } from "../domain/query/query_syntax_error.ts";
import { queryWords } from "../domain/query/query_words.ts";

/**
 * The words that a stored query asks for, folded. A query that could be read
 * once may be none any more: it has no words, and its posts can still be read.
 */
export function wordsOf(query: string): ReadonlySet<string> {
  try {
    return queryWords(parseQuery(query));
  } catch (error) {
    if (!(error instanceof QuerySyntaxError)) throw error;
    return new Set();
  }
}
