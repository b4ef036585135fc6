import { deepStrictEqual } from "node:assert/strict";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import {
  deleteEntry,
  NOON,
  postEntry,
  skipEntry,
} from "../../tests/support/store.ts";
import { writeMeta } from "../connection/statements.ts";
import { storeBatch } from "../write/store_batch.ts";
import { findStream } from "../write/streams.ts";
import { readPipeline } from "./pipeline.ts";

forEachDatabase((name, open) => {
  Deno.test(`readPipeline() on ${name} counts what was skipped, and says how far each log came`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const empty = { name: "test", created: "2026-01-01", lastSeq: 0 };
    deepStrictEqual(await readPipeline(db.kysely), {
      skipped: [],
      rescoring: null,
      refused: [],
      streams: [empty],
      receivedMs: null,
    });
    const old = { receivedMs: NOON - 86_400_001 };
    const { stream: later } = await findStream(db, "test", "later");
    await storeBatch(db, stream, [
      postEntry(1),
      postEntry(2, { extId: "p1" }),
      skipEntry(3, old),
      skipEntry(4, {
        receivedMs: NOON - 86_400_000,
        ...{ detail: "`id` is missing", origin: "file:a.csv" },
        ...{ place: "record 31", head: new TextEncoder().encode(",2026") },
      }),
      skipEntry(5, { reason: "oversize", ...old }),
      deleteEntry(6, "p1"),
    ]);
    await storeBatch(db, later, [postEntry(9)]);
    deepStrictEqual(await readPipeline(db.kysely, { nowMs: NOON }), {
      skipped: [
        { reason: "malformed", count: 2, lastDay: 1 },
        { reason: "delete", count: 1, lastDay: 1 },
        { reason: "duplicate", count: 1, lastDay: 1 },
        { reason: "oversize", count: 1, lastDay: 0 },
      ],
      refused: [
        {
          ...{ source: null, detail: "it is not JSON", count: 2 },
          ...{ place: null, example: "head 3" },
        },
        {
          ...{ source: "file:a.csv", detail: "`id` is missing", count: 1 },
          ...{ place: "record 31", example: ",2026" },
        },
      ],
      streams: [
        { ...empty, lastSeq: 6 },
        { ...empty, created: "later", lastSeq: 9 },
      ],
      rescoring: null,
      receivedMs: NOON + 9,
    });
    await writeMeta(
      db.kysely,
      "rescored",
      JSON.stringify({ version: 3, through: 2, first: 1, last: 8 }),
    );
    const { rescoring } = await readPipeline(db.kysely);
    deepStrictEqual(rescoring, { scorer: 3, share: 0.25 });
  });
});
