import { type RawBuilder, sql, type SqlBool } from "kysely";

/**
 * Posts of some topics. Their numbers are written out: thousands of parameters
 * would take longer than the search itself.
 */
export function ofTopics(topicIds: readonly number[]): RawBuilder<SqlBool> {
  const list = topicIds.map((id) => Math.trunc(id)).join(", ");
  return topicIds.length === 0
    ? sql`1 = 0`
    : sql`topic_id in (${sql.raw(list)})`;
}
