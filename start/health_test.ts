import { deepStrictEqual } from "node:assert/strict";
import { closeGap } from "../db/close_gap.ts";
import { openGap } from "../db/open_gap.ts";
import { writeSourceState } from "../db/write_source_state.ts";
import { sourceState } from "../tests/support/source_states.ts";
import { openSqliteStore } from "../tests/support/store.ts";
import { readInterruptions } from "./read_interruptions.ts";

const NOW = Math.floor(Date.now() / 1_000);
const HOUR = { from: NOW - 3_600, to: NOW };

Deno.test("readInterruptions() tells gaps in seconds, and when all sources were away", async () => {
  await using store = await openSqliteStore();
  const { db } = store;
  await writeSourceState(db, sourceState("bluesky:"));
  const why = "no answer";
  const from = (NOW - 600) * 1_000;
  const id = await openGap(db.kysely, {
    source: "bluesky:",
    fromMs: from,
    why,
  });
  await closeGap(db.kysely, id, { toMs: from + 60_500, recovered: false });
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

  await writeSourceState(db, sourceState("x:"));
  const { gaps, outages } = await readInterruptions(db, HOUR);
  deepStrictEqual([gaps.length, outages], [1, []]);
});

Deno.test("readInterruptions() does not count on sources that are no longer at work", async () => {
  await using store = await openSqliteStore();
  const { db } = store;
  await writeSourceState(db, sourceState("bluesky:", { state: "down" }));
  await writeSourceState(
    db,
    sourceState("x:", { seenMs: (NOW - 900) * 1_000 }),
  );
  await writeSourceState(
    db,
    sourceState("file:a", {
      state: "ended",
      changedMs: (NOW - 800) * 1_000,
    }),
  );
  const fromMs = (NOW - 600) * 1_000;
  await openGap(db.kysely, { source: "bluesky:", fromMs, why: "no answer" });
  const { outages } = await readInterruptions(db, HOUR);
  deepStrictEqual(outages.map(({ from, to }) => [from, to]), [
    [NOW - 600, null],
  ]);
});
