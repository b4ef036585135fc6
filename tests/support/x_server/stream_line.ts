import type { ServerRule } from "./rule_book.ts";

/** What a test says of a post. */
export interface PostSpec {
  readonly id: string;
  readonly text: string;
  /** Anything else that X tells of a post. */
  readonly data?: Record<string, unknown>;
  readonly includes?: Record<string, unknown>;
}

const AUTHOR = { id: "2244994945", name: "Ann", username: "ann" };

/** A post as a line of the stream. */
export function streamLine(
  { id, text, data = {}, includes }: PostSpec,
  rules: readonly ServerRule[],
): string {
  return JSON.stringify({
    data: {
      id,
      text,
      author_id: AUTHOR.id,
      created_at: new Date().toISOString(),
      lang: "en",
      ...data,
    },
    includes: includes ?? { users: [AUTHOR] },
    matching_rules: rules.map(({ id, tag }) => ({ id, tag })),
  });
}
