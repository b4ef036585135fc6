import { type RawBuilder, sql } from "kysely";

/**
 * Posts that may hold a text, any case. MySQL finds some more, as its letters
 * are equal without their accents too.
 */
export function holdsText(piece: string): RawBuilder<boolean> {
  const tries = Array.from(spellings(piece), (spelling) => {
    const pattern = `%${spelling.replace(/[!%_]/g, "!$&")}%`;
    return sql`text like ${pattern} escape '!'`;
  });
  return sql<boolean>`(${sql.join(tries, sql` or `)})`;
}

/** SQLite's LIKE knows the case of ASCII letters only: of others it gets what people write. */
function spellings(piece: string): Set<string> {
  if (/^[\0-\x7f]*$/.test(piece)) return new Set([piece]);
  const lower = piece.toLowerCase();
  const sentence = lower.replace(/\p{L}/u, (letter) => letter.toUpperCase());
  const title = lower.replace(
    /(?<![\p{L}\p{M}])\p{L}/gu,
    (letter) => letter.toUpperCase(),
  );
  return new Set([piece, lower, piece.toUpperCase(), sentence, title]);
}
