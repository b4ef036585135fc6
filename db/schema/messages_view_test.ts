import { sql } from "kysely";
import { deepStrictEqual } from "node:assert/strict";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import { NOON, postEntry } from "../../tests/support/store.ts";
import { storeBatch } from "../write/store_batch.ts";

/** Nanoseconds are beyond what a number holds: they are compared as text. */
interface Message {
  id: number;
  seq: number;
  timestamp: string;
  size: number;
  data: string;
}

forEachDatabase((name, open) => {
  Deno.test(`Messages on ${name} knows the newest timestamp, to the nanosecond`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const times = [NOON + 123, NOON - 1, -1];
    const entries = times.map((createdMs, i) =>
      postEntry(i + 1, { createdMs })
    );
    await storeBatch(db, stream, entries);
    const { rows } = await sql<{ last: string }>`
      select cast(q.last as char) as last
      from (SELECT MAX(timestamp) as last FROM Messages) as q`
      .execute(db.kysely);
    deepStrictEqual(rows.map(({ last }) => last), [`${NOON + 123}000000`]);
  });

  Deno.test(`Messages on ${name} lists posts without links, newest first`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [
      postEntry(1, { text: "größer 😀", createdMs: NOON }),
      postEntry(2, { text: "see HTTP://x.co" }),
      postEntry(3, { text: "later", createdMs: NOON + 5, topicId: 2 }),
      postEntry(4, { text: "earlier", createdMs: -1 }),
    ]);
    const { rows } = await sql<Message>`
      select q.id, q.seq, cast(q.timestamp as char) as timestamp, q.size, q.data
      from (SELECT * FROM Messages WHERE NOT (data LIKE '%http%')
        ORDER BY timestamp DESC LIMIT 20000) as q`.execute(db.kysely);
    deepStrictEqual(
      rows.map((row) => [row.id, row.seq, row.timestamp, row.size, row.data]),
      [
        [2, 3, `${NOON + 5}000000`, 5, "later"],
        [1, 1, `${NOON}000000`, 13, "größer 😀"],
        [1, 4, "-1000000", 7, "earlier"],
      ],
    );
  });

  Deno.test(`Messages on ${name} keeps times within what 64 bits hold`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const times = [Date.UTC(2999, 0, 1), Date.UTC(2262, 0, 1), -8.64e15];
    const entries = times.map((createdMs, i) =>
      postEntry(i + 1, { createdMs })
    );
    await storeBatch(db, stream, entries);
    const { rows } = await sql<{ timestamp: string }>`
      select cast(timestamp as char) as timestamp from Messages order by seq`
      .execute(db.kysely);
    deepStrictEqual(rows.map(({ timestamp }) => timestamp), [
      "9223372036854000000",
      "9214646400000000000",
      "-9223372036854000000",
    ]);
  });
});
