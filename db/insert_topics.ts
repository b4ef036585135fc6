import type { Transaction } from "kysely";
import { freeColor } from "../domain/topic/free_color.ts";
import type { Topic, TopicSeed } from "../domain/topic/topic.ts";
import type { Tables } from "./connection/tables.ts";
import { readPurgedTopic } from "./read_purged_topic.ts";

/**
 * Inserts the topics that are not there yet, active or paused, each with a
 * color that no other has; the others stay as they are.
 */
export async function insertTopics(
  trx: Transaction<Tables>,
  seeds: readonly (TopicSeed & Partial<Pick<Topic, "color">>)[],
  { active }: { active: boolean },
): Promise<void> {
  const rows = await trx.selectFrom("topics")
    .select(["id", "slug", "color", "archived_ms"]).execute();
  const known = new Set(rows.map(({ slug }) => slug));
  const colors = rows.filter((row) => row.archived_ms === null)
    .map((row) => row.color);
  // Rows that still come for a topic that was purged must find no other there.
  let last = rows.reduce(
    (highest, { id }) => Math.max(highest, id),
    await readPurgedTopic(trx),
  );
  for (const { slug, query, color = freeColor(colors) } of seeds) {
    if (known.has(slug)) continue;
    await trx.insertInto("topics").values({
      id: ++last,
      slug,
      query,
      color,
      active: Number(active),
      created_ms: Date.now(),
    }).execute();
    known.add(slug);
    colors.push(color);
  }
}
