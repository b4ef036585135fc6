import { deepStrictEqual, rejects } from "node:assert/strict";
import { memoryRecords } from "../../tests/support/memory_records.ts";
import { createGapBook } from "./gap_book.ts";

function gap(more: object) {
  return { source: "x:", toMs: null, recovered: false, ...more };
}

Deno.test("createGapBook() makes one gap of an interruption, however often it is told", async () => {
  const records = memoryRecords();
  const book = createGapBook("x:", records);
  book.open(10, "no network");
  await book.write();
  book.open(20, "refused");
  book.open(30, "still refused");
  await book.write();
  deepStrictEqual(records.gaps, [gap({ fromMs: 10, why: "still refused" })]);
  book.close(40, true);
  await book.write();
  deepStrictEqual(records.gaps, [
    gap({ fromMs: 10, why: "still refused", toMs: 40, recovered: true }),
  ]);
});

Deno.test("createGapBook() writes nothing where nothing was interrupted", async () => {
  const records = memoryRecords();
  const book = createGapBook("x:", records);
  book.close(10, false);
  await book.write();
  deepStrictEqual(records.gaps, []);
});

Deno.test("createGapBook() goes on with what a process before left open", async () => {
  const records = memoryRecords();
  await records.openGap({ source: "other:", fromMs: 1, why: "another" });
  await records.openGap({ source: "x:", fromMs: 5, why: "no network" });
  const book = createGapBook("x:", records);
  book.unreadSinceMs = 7;
  book.close(10, false);
  await book.write();
  deepStrictEqual(records.gaps, [
    gap({ source: "other:", fromMs: 1, why: "another" }),
    gap({ fromMs: 5, why: "no network", toMs: 10 }),
  ]);
});

Deno.test("createGapBook() knows the time in which no process was there", async () => {
  const records = memoryRecords();
  const book = createGapBook("x:", records);
  book.unreadSinceMs = 5;
  book.close(10, true);
  book.open(20, "no network");
  await book.write();
  const unread = createGapBook("x:", records);
  await unread.write();
  deepStrictEqual(records.gaps, [
    gap({ fromMs: 5, why: "nobody read it", toMs: 10, recovered: true }),
    gap({ fromMs: 20, why: "no network" }),
  ]);
});

Deno.test("createGapBook() counts the time in which no process was there to what follows", async () => {
  const records = memoryRecords();
  const book = createGapBook("x:", records);
  book.unreadSinceMs = 5;
  book.open(10, "no network");
  await book.write();
  deepStrictEqual(records.gaps, [
    gap({ fromMs: 5, why: "nobody read it; then no network" }),
  ]);
});

Deno.test("createGapBook() loses nothing while the database is away, and keeps little", async () => {
  const records = memoryRecords();
  const book = createGapBook("x:", records);
  records.fails = 3;
  book.open(10, "a");
  await rejects(book.write());
  for (let i = 0; i < 1_000; i++) book.open(20 + i, `b${i}`);
  await rejects(book.write());
  book.close(2_000, false);
  await rejects(book.write());
  await book.write();
  deepStrictEqual(records.gaps, [
    gap({ fromMs: 10, why: "b999", toMs: 2_000 }),
  ]);
});
