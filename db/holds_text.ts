import { type RawBuilder, sql } from "kysely";

/**
 * Posts that may hold a text, any case. MySQL finds some more, as its letters
 * are equal without their accents too.
 */
export function holdsText(q: string): RawBuilder<boolean> {
  const tries = Array.from(spellings(q), (spelling) => {
    const pattern = `%${spelling.replace(/[!%_]/g, "!$&")}%`;
    return sql`text like ${pattern} escape '!'`;
  });
  return sql<boolean>`(${sql.join(tries, sql` or `)})`;
}

/** SQLite's LIKE knows the case of ASCII letters only: of others it gets what people write. */
function spellings(q: string): Set<string> {
  if (/^[\0-\x7f]*$/.test(q)) return new Set([q]);
  const lower = q.toLowerCase();
  const sentence = lower.replace(/\p{L}/u, (letter) => letter.toUpperCase());
  const title = lower.replace(
    /(?<![\p{L}\p{M}])\p{L}/gu,
    (letter) => letter.toUpperCase(),
  );
  return new Set([q, lower, q.toUpperCase(), sentence, title]);
}
