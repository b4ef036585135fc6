import { foldText } from "../text/tokens.ts";
import { type MatchInput, matchQuery, prepareText } from "./match.ts";
import { parseQuery } from "./parse.ts";
import { type Query, QuerySyntaxError } from "./query.ts";
import { readOperator, readWords } from "./terms.ts";

/** What a search among stored posts looks for. */
export interface Search {
  /** Null if it has neither words nor emoji. */
  readonly query: Query | null;
  /** Signs that a post must hold, folded. */
  readonly signs: readonly string[];
}

/** Maximum number of pieces of what is no query. */
const MAX_PIECES = 16;

/**
 * Reads a search. It means what the query of a topic means; of what is no query,
 * each word, emoji and text between quotes must be found.
 */
export function readSearch(q: string): Search {
  try {
    return { query: parseQuery(q), signs: [] };
  } catch (error) {
    if (!(error instanceof QuerySyntaxError)) throw error;
  }
  const queries: Query[] = [];
  const signs: string[] = [];
  for (const piece of piecesOf(q)) {
    const query = readPiece(piece);
    if (query) queries.push(query);
    else signs.push(foldText(piece));
  }
  const [first, second] = queries;
  const query = first && second ? { kind: "all" as const, queries } : first;
  return { query: query ?? null, signs };
}

/** Words, and what stands between quotes as it is: `sea "sea ice` has two pieces. */
function piecesOf(q: string): string[] {
  const pieces = q.match(/"[^"]*"?|[^\s"]+/g) ?? [];
  return pieces
    .map((piece) => piece.replaceAll('"', "").trim())
    .filter((piece) => piece !== "")
    .slice(0, MAX_PIECES);
}

function readPiece(piece: string): Query | null {
  const readers = /^[#＃@＠$]\S*$/u.test(piece)
    ? [readOperator, readWords]
    : [readWords];
  for (const read of readers) {
    try {
      return read(piece, (detail) => {
        throw new QuerySyntaxError(detail, piece, 0);
      });
    } catch (error) {
      if (!(error instanceof QuerySyntaxError)) throw error;
    }
  }
  return null;
}

/** Whether a post is found. */
export function matchSearch(
  { query, signs }: Search,
  post: MatchInput,
): boolean {
  if (query !== null && !matchQuery(query, prepareText(post))) return false;
  if (signs.length === 0) return true;
  const folded = foldText(post.text);
  return signs.every((sign) => folded.includes(sign));
}
