import type { Query } from "./query.ts";

/** The users of `from:` in a query, in lower case and without `@`. */
export function authorsIn(query: Query): string[] {
  if (query.kind === "from") return [query.user];
  if (query.kind === "not") return authorsIn(query.operator);
  return "queries" in query ? query.queries.flatMap(authorsIn) : [];
}

/** How a source names people. */
interface Naming {
  readonly form: RegExp;
  readonly rule: string;
}

/** Sources that name people in one form only, by their names. */
const NAMINGS: ReadonlyMap<string, Naming> = new Map([
  ["x", {
    form: /^[a-z\d_]{1,15}$/,
    rule: "X names people such as from:ann",
  }],
  ["bluesky", {
    form: /^did:|^[^@]+\.[^@.]+$/,
    rule:
      "Bluesky names people by their handle, such as from:ann.bsky.social, or by their DID",
  }],
  ["mastodon", {
    form: /^[^@]+@[^@]+$/,
    rule:
      "Mastodon names people with their server, such as from:ann@mastodon.social",
  }],
]);

/**
 * Says which sources have no person whom a query's `from:` names; for people.
 *
 * @param sources Names of the sources that are read.
 */
export function describeUnanswered(
  query: Query,
  sources: Iterable<string>,
): string[] {
  const users = authorsIn(query);
  if (users.length === 0) return [];
  return [...new Set(sources)].flatMap((source) => {
    const naming = NAMINGS.get(source);
    if (!naming || users.some((user) => naming.form.test(user))) return [];
    const asked = users.map((user) => `from:${user}`).join(" and ");
    return `${naming.rule}: none of its posts can match ${asked}`;
  });
}
