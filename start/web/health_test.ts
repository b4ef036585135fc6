import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { sourceState } from "../../tests/support/pipeline.ts";
import { openSqliteStore } from "../../tests/support/store.ts";
import {
  cacheAnswer,
  readHealth,
  readInterruptions,
  readSpending,
} from "./health.ts";
import { createSourceRecords } from "../../db/records/sources.ts";
import { createSpendStore } from "../../db/records/spending.ts";

const NOW = Math.floor(Date.now() / 1_000);
const HOUR = { from: NOW - 3_600, to: NOW };

Deno.test("readInterruptions() tells gaps in seconds, and when all sources were away", async () => {
  await using store = await openSqliteStore();
  const { db } = store;
  await createSourceRecords(db).writeRecord(sourceState("bluesky:"));
  const why = "no answer";
  const from = (NOW - 600) * 1_000;
  const id = await createSourceRecords(db).openGap({
    source: "bluesky:",
    fromMs: from,
    why,
  });
  await createSourceRecords(db).closeGap(id, {
    toMs: from + 60_500,
    recovered: false,
  });
  const gap = {
    source: "bluesky:",
    from: NOW - 600,
    to: NOW - 539.5,
    why,
    recovered: false,
  };
  deepStrictEqual(await readInterruptions(db, HOUR), {
    gaps: [gap],
    outages: [{
      from: gap.from,
      to: gap.to,
      sources: ["bluesky:"],
      reasons: [why],
    }],
  });
  deepStrictEqual(await readInterruptions(db, { from: 0, to: NOW - 3_600 }), {
    gaps: [],
    outages: [],
  });

  await createSourceRecords(db).writeRecord(sourceState("x:"));
  const { gaps, outages } = await readInterruptions(db, HOUR);
  deepStrictEqual([gaps.length, outages], [1, []]);
});

Deno.test("readInterruptions() does not count on sources that are no longer at work", async () => {
  await using store = await openSqliteStore();
  const { db } = store;
  await createSourceRecords(db).writeRecord(
    sourceState("bluesky:", { state: "down" }),
  );
  await createSourceRecords(db).writeRecord(
    sourceState("x:", { seenMs: (NOW - 900) * 1_000 }),
  );
  await createSourceRecords(db).writeRecord(sourceState("file:a", {
    state: "ended",
    changedMs: (NOW - 800) * 1_000,
  }));
  const fromMs = (NOW - 600) * 1_000;
  await createSourceRecords(db).openGap({
    source: "bluesky:",
    fromMs,
    why: "no answer",
  });
  const { outages } = await readInterruptions(db, HOUR);
  deepStrictEqual(outages.map(({ from, to }) => [from, to]), [
    [NOW - 600, null],
  ]);
});

Deno.test("cacheAnswer() asks once for all who come within a while", async () => {
  let asked = 0;
  const ask = cacheAnswer(() => Promise.resolve(++asked), { minMs: 20 });
  deepStrictEqual(await Promise.all([ask(), ask()]), [1, 1]);
  strictEqual(await ask(), 1);
  await delay(30);
  strictEqual(await ask(), 2);
});

Deno.test("cacheAnswer() keeps longer what took longer, within bounds", async () => {
  let asked = 0;
  const slow = async () => {
    await delay(10);
    return ++asked;
  };
  const ask = cacheAnswer(slow, { minMs: 0, maxMs: 60 });
  strictEqual(await ask(), 1);
  await delay(20);
  strictEqual(await ask(), 1);
  await delay(60);
  strictEqual(await ask(), 2);
});

Deno.test("cacheAnswer() keeps no failure", async () => {
  let asked = 0;
  const ask = cacheAnswer(() =>
    ++asked === 1
      ? Promise.reject(new Error("no answer"))
      : Promise.resolve(asked)
  );
  await rejects(ask(), /no answer/);
  strictEqual(await ask(), 2);
});

const DAY_MS = 86_400_000;

Deno.test("readHealth() tells of sources, open interruptions, and nothing of X where it is not read", async () => {
  await using store = await openSqliteStore();
  const { db } = store;
  const long = Date.now() - 60_000;
  await createSourceRecords(db).writeRecord(sourceState("bluesky:"));
  await createSourceRecords(db).writeRecord(
    sourceState("demo:", { seenMs: long }),
  );
  await createSourceRecords(db).writeRecord(
    sourceState("file:old", { seenMs: 0 }),
  );
  const gap = { source: "bluesky:", fromMs: long, why: "no answer" };
  const id = await createSourceRecords(db).openGap(gap);
  const health = await readHealth(db, 2_000);
  deepStrictEqual(health.sources.map(({ source, state }) => [source, state]), [
    ["bluesky:", "live"],
    ["demo:", "silent"],
  ]);
  deepStrictEqual([health.openGaps, health.spending], [["bluesky:"], null]);
  await createSourceRecords(db).closeGap(id, {
    toMs: Date.now(),
    recovered: true,
  });
  deepStrictEqual((await readHealth(db, 2_000)).openGaps, []);
});

Deno.test("readHealth() tells what X bills where it is read", async () => {
  await using store = await openSqliteStore();
  await createSourceRecords(store.db).writeRecord(sourceState("x:"));
  const { spending } = await readHealth(store.db, 0);
  deepStrictEqual([spending?.posts, spending?.limit], [0, null]);
});

Deno.test("readSpending() tells posts and dollars of the day, and when it ends", async () => {
  await using store = await openSqliteStore();
  const { db } = store;
  const nowMs = Date.UTC(2026, 0, 31, 23, 59);
  const day = Math.floor(nowMs / DAY_MS);
  await createSpendStore(db).count("x", day, ["1", "2", "3"]);
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
