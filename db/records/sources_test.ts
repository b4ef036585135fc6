import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { SourceRecord } from "../../domain/pipeline/pipeline.ts";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import { NOON, postEntries, postEntry } from "../../tests/support/store.ts";
import {
  createSourceRecords,
  readGaps,
  readSourceStates,
  type StoredGap,
} from "./sources.ts";
import { storeBatch } from "../write/store_batch.ts";
import { findStream } from "../write/streams.ts";

const ALL = { fromMs: 0, toMs: 1e15, limit: 100 };

forEachDatabase((name, open) => {
  Deno.test(`openGap() on ${name} begins an interruption, which closeGap() ends`, async () => {
    await using store = await open();
    const records = createSourceRecords(store.db);
    const { kysely } = store.db;
    const source = "x:";
    const begun = { source, fromMs: 1_000, why: "connection refused" };
    const id = await records.openGap(begun);
    const gap = { id, ...begun, toMs: null, recovered: false };
    deepStrictEqual(await records.readOpenGap(source), gap);
    deepStrictEqual(await readGaps(kysely, ALL), [gap]);
    await records.changeGap(id, { fromMs: 2_000, why: "no network 😀" });
    await records.closeGap(id, {
      toMs: 5_000,
      recovered: true,
    });
    strictEqual(
      await records.readOpenGap(source),
      undefined,
    );
    deepStrictEqual(await readGaps(kysely, ALL), [
      { ...gap, why: "no network 😀", toMs: 5_000, recovered: true },
    ]);
    await records.changeGap(id, { fromMs: 500, why: "the log is gone" });
    const [{ fromMs, why }] = await readGaps(kysely, ALL) as [StoredGap];
    deepStrictEqual([fromMs, why], [500, "the log is gone"]);
  });

  Deno.test(`readOpenGap() on ${name} finds the newest of a source, and no other's`, async () => {
    await using store = await open();
    const records = createSourceRecords(store.db);
    const why = "away";
    await records.openGap({ source: "x:", fromMs: 1, why });
    const newest = await records.openGap({
      source: "x:",
      fromMs: 2,
      why,
    });
    await records.openGap({ source: "X:", fromMs: 3, why });
    strictEqual(
      (await records.readOpenGap("x:"))?.id,
      newest,
    );
    strictEqual(
      await records.readOpenGap("bluesky:"),
      undefined,
    );
  });

  Deno.test(`readGaps() on ${name} reads what touches a range, newest first`, async () => {
    await using store = await open();
    const records = createSourceRecords(store.db);
    const { kysely } = store.db;
    const gaps = {
      a: [0, 10],
      b: [5, 20],
      c: [12, null],
      d: [25, 30],
    } as const;
    for (const [why, [fromMs, toMs]] of Object.entries(gaps)) {
      const id = await records.openGap({
        source: "x:",
        fromMs,
        why,
      });
      if (toMs) {
        await records.closeGap(id, {
          toMs,
          recovered: false,
        });
      }
    }
    const read = async (fromMs: number, toMs: number, limit = 100) =>
      (await readGaps(kysely, { fromMs, toMs, limit }))
        .map(({ why }) => why).join("");
    strictEqual(await read(0, 100), "dcba");
    strictEqual(await read(10, 25), "cb");
    strictEqual(await read(20, 26), "dc");
    strictEqual(await read(0, 5), "a");
    strictEqual(await read(0, 100, 2), "dc");
  });

  Deno.test(`readLastReceived() on ${name} tells when the newest post of a stream was received`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const { readLastReceived } = createSourceRecords(db);
    strictEqual(await readLastReceived("2026-01-01"), null);
    await storeBatch(db, stream, postEntries(1, 3));
    const later = await findStream(db, "test", "2026-01-02");
    await storeBatch(db, later.stream, [postEntry(1, { extId: "later" })]);
    strictEqual(await readLastReceived("2026-01-01"), NOON + 3);
    strictEqual(await readLastReceived("2026-01-02"), NOON + 1);
    strictEqual(await readLastReceived("2026-01-03"), null);
  });
});

const STATE: SourceRecord = {
  source: "bluesky:",
  name: "bluesky",
  state: "live",
  detail: "connected to jetstream1.us-east.bsky.network",
  notice: null,
  changedMs: NOON,
  seenMs: NOON + 5_000,
  events: 12_345,
  rate: 0.125,
};

forEachDatabase((name, open) => {
  Deno.test(`writeSourceState() on ${name} keeps the newest state of each source`, async () => {
    await using store = await open();
    const records = createSourceRecords(store.db);
    const { db } = store;
    const { kysely } = db;
    strictEqual(
      await records.readRecord(STATE.source),
      undefined,
    );
    await records.writeRecord({
      ...STATE,
      state: "down",
      notice: "old",
    });
    await records.writeRecord(STATE);
    const other: SourceRecord = {
      ...STATE,
      source: "BLUESKY:",
      state: "down",
      detail: "",
      notice: "The token is wrong: 😀",
      rate: 41,
    };
    await records.writeRecord(other);
    deepStrictEqual(
      await records.readRecord(STATE.source),
      STATE,
    );
    deepStrictEqual(await readSourceStates(kysely), [other, STATE]);
  });
});
