import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import { afterPrefix } from "./after_prefix.ts";
import type { Tables } from "./connection/tables.ts";
import { ofTopics } from "./of_topics.ts";

/** Posts of a source, in whatever topic, whose id begins with `prefix`: a range of the index that tells posts apart. */
export function idRange(
  eb: ExpressionBuilder<Tables, "posts">,
  topicIds: readonly number[],
  { source, prefix }: { source: string; prefix: string },
): Expression<SqlBool> {
  const end = afterPrefix(prefix);
  return eb.and([
    ofTopics(topicIds),
    eb("source", "=", source),
    eb("ext_id", ">=", prefix),
    ...(end === null ? [] : [eb("ext_id", "<", end)]),
  ]);
}
