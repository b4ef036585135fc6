import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { closeGap } from "../db/close_gap.ts";
import { openGap } from "../db/open_gap.ts";
import { countSpent } from "../db/write/spending.ts";
import { writeSourceState } from "../db/write_source_state.ts";
import { sourceState } from "../tests/support/source_states.ts";
import { openSqliteStore } from "../tests/support/store.ts";
import { readHealth } from "./read_health.ts";
import { readSpending } from "./read_spending.ts";

const DAY_MS = 86_400_000;

Deno.test("readHealth() tells of sources, open interruptions, and nothing of X where it is not read", async () => {
  await using store = await openSqliteStore();
  const { db } = store;
  const long = Date.now() - 60_000;
  await writeSourceState(db, sourceState("bluesky:"));
  await writeSourceState(db, sourceState("demo:", { seenMs: long }));
  await writeSourceState(db, sourceState("file:old", { seenMs: 0 }));
  const gap = { source: "bluesky:", fromMs: long, why: "no answer" };
  const id = await openGap(db.kysely, gap);
  const health = await readHealth(db, 2_000);
  deepStrictEqual(health.sources.map(({ source, state }) => [source, state]), [
    ["bluesky:", "live"],
    ["demo:", "silent"],
  ]);
  deepStrictEqual([health.openGaps, health.spending], [["bluesky:"], null]);
  await closeGap(db.kysely, id, { toMs: Date.now(), recovered: true });
  deepStrictEqual((await readHealth(db, 2_000)).openGaps, []);
});

Deno.test("readHealth() tells what X bills where it is read", async () => {
  await using store = await openSqliteStore();
  await writeSourceState(store.db, sourceState("x:"));
  const { spending } = await readHealth(store.db, 0);
  deepStrictEqual([spending?.posts, spending?.limit], [0, null]);
});

Deno.test("readSpending() tells posts and dollars of the day, and when it ends", async () => {
  await using store = await openSqliteStore();
  const { db } = store;
  const nowMs = Date.UTC(2026, 0, 31, 23, 59);
  const day = Math.floor(nowMs / DAY_MS);
  await countSpent(db, "x", day, ["1", "2", "3"]);
  deepStrictEqual(await readSpending(db, 2_000, nowMs), {
    day: "2026-01-31",
    posts: 3,
    limit: 2_000,
    cost: 0.015,
    renews: Date.UTC(2026, 1, 1) / 1_000,
  });
  strictEqual((await readSpending(db, 0, nowMs + DAY_MS)).posts, 0);
  strictEqual((await readSpending(db, 0, nowMs)).limit, null);
});
