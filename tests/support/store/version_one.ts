import { sql } from "kysely";
import type { Database } from "../../../db/connection/database.ts";
import { createTable } from "../../../db/schema/ddl.ts";
import { MIGRATIONS } from "../../../db/schema/migrate.ts";

/** Two posts of two topics, one of them deleted, and a skip, as the first version stored them. */
const ROWS = [
  "insert into streams values (1, 'test', '2026-01-01', 0)",
  `insert into topics values (1, 'trump', 'trump', '#009E73', 1, 5),
    (2, 'climate', 'climate', '#CC79A7', 0, 6)`,
  `insert into posts (seq, stream, log_seq, topic_id, source, ext_id, author,
    lang, created_ms, received_ms, text, url, score, positive, negative, deleted)
    values (1, 1, 1, 1, 'file', 'a', 'ann', 'en', 60000, 60001, 'good 😀',
    'https://example.com/1', 3, 1, 0, 0),
    (2, 1, 2, 2, 'file', 'b', null, 'en', 60000, 60002, '', null, 0, 0, 0, 3)`,
  "insert into skipped values (1, 3, 'delete', 'file post b', x'', 60003, 'file b')",
  ...[10, 60, 3_600].map((step) =>
    `insert into buckets values (1, ${step}, ${60 - 60 % step}, 1, 1, 0, 0, 3),
      (2, ${step}, ${60 - 60 % step}, 1, 0, 0, 1, 0)`
  ),
  ...[60, 3_600].map((step) =>
    `insert into terms values (1, ${step}, ${60 - 60 % step}, 'lang', 'en', 1),
      (1, ${step}, ${60 - 60 % step}, 'emoji', '😀', 1),
      (1, ${step}, ${60 - 60 % step}, 'positive', 'good', 1),
      (2, ${step}, ${60 - 60 % step}, 'lang', 'en', 1)`
  ),
  "insert into checkpoints values ('file:a', 'line 3', 1, 3)",
  "insert into gaps values (1, 'x:', 1, null, 'away', 0)",
  "update counters set value = 3 where name = 'seq'",
  "insert into meta values ('version', '1')",
];

/** Makes an empty database one of the first version, with rows. */
export async function makeVersionOne({ kysely }: Database): Promise<void> {
  await createTable(kysely, "meta", 0);
  await MIGRATIONS[0]!(kysely);
  for (const row of ROWS) await sql.raw(row).execute(kysely);
}
