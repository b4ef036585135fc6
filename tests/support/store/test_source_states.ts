import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  createSourceRecords,
  readSourceStates,
} from "../../../db/write/sources.ts";
import type { SourceRecord } from "../../../domain/pipeline/pipeline.ts";
import { NOON, type OpenTestStore } from "../store.ts";

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

/** How sources are doing. */
export function testSourceStates(name: string, open: OpenTestStore): void {
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
}
