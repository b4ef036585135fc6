import { strictEqual } from "node:assert/strict";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import {
  deleteEntry,
  postEntry,
  skipEntry,
} from "../../tests/support/store.ts";
import { createSourceRecords } from "../records/sources.ts";
import { storeBatch } from "./store_batch.ts";
import { findStream } from "./streams.ts";

function place(position: string, source = "file:a") {
  return { checkpoint: { source, position } };
}

forEachDatabase((name, open) => {
  Deno.test(`readCheckpoint() on ${name} answers null for a source that never began`, async () => {
    await using store = await open();
    const records = createSourceRecords(store.db);
    strictEqual(
      await records.readPosition("file:a"),
      null,
    );
  });

  Deno.test(`storeBatch() on ${name} moves each source's checkpoint to its newest message`, async () => {
    await using store = await open();
    const records = createSourceRecords(store.db);
    const { db, stream } = store;
    const read = (source: string) => records.readPosition(source);
    await storeBatch(db, stream, [
      postEntry(1, place("1")),
      postEntry(2, place("b1", "file:b")),
      skipEntry(3, place("3")),
      postEntry(4),
    ]);
    strictEqual(await read("file:a"), "3");
    strictEqual(await read("file:b"), "b1");
    await storeBatch(db, stream, [deleteEntry(5, "p1", place("5"))]);
    strictEqual(await read("file:a"), "5");
    strictEqual(await read("file:b"), "b1");
  });

  Deno.test(`storeBatch() on ${name} never moves a checkpoint back`, async () => {
    await using store = await open();
    const records = createSourceRecords(store.db);
    const { db, stream } = store;
    const { stream: later } = await findStream(db, "test", "later");
    const read = () => records.readPosition("file:a");
    await storeBatch(db, stream, [
      postEntry(7, place("7")),
      postEntry(6, place("6")),
    ]);
    strictEqual(await read(), "7", "in a batch out of order");
    await storeBatch(db, stream, [postEntry(5, place("5"))]);
    strictEqual(await read(), "7", "by an older message");
    await storeBatch(db, stream, [postEntry(7, place("again"))]);
    strictEqual(await read(), "7", "by a message that comes again");
    await storeBatch(db, later, [postEntry(1, place("new 1"))]);
    strictEqual(await read(), "new 1", "a later stream goes on");
    await storeBatch(db, stream, [postEntry(8, place("8"))]);
    strictEqual(await read(), "new 1", "by an older stream");
  });

  Deno.test(`moveCheckpoint() on ${name} moves a place that is still what it was`, async () => {
    await using store = await open();
    const records = createSourceRecords(store.db);
    const move = (from: string | null, to: string) =>
      records.movePosition("file:a", from, to);
    const read = () => records.readPosition("file:a");
    strictEqual(await move("x", "no"), false);
    strictEqual(await read(), null);
    strictEqual(await move(null, "x1"), true);
    strictEqual(await move(null, "no"), false);
    strictEqual(await move("X1", "no"), false);
    strictEqual(await read(), "x1");
    strictEqual(await move("x1", "x2"), true);
    strictEqual(await move("x1", "no"), false);
    strictEqual(await read(), "x2");
    strictEqual(await records.readPosition("file:b"), null);
  });

  Deno.test(`moveCheckpoint() on ${name} lets newer messages move on from there, and no older one back`, async () => {
    await using store = await open();
    const records = createSourceRecords(store.db);
    const { db, stream } = store;
    const read = () => records.readPosition("file:a");
    await records.movePosition("file:a", null, "idle 0");
    await storeBatch(db, stream, [postEntry(5, place("5"))]);
    strictEqual(await read(), "5", "by any message");
    await records.movePosition("file:a", "5", "idle 5");
    await storeBatch(db, stream, [postEntry(4, place("4"))]);
    await storeBatch(db, stream, [postEntry(5, place("5"))]);
    strictEqual(await read(), "idle 5", "by none of those before");
    await storeBatch(db, stream, [postEntry(6, place("6"))]);
    strictEqual(await read(), "6");
  });

  Deno.test(`moveCheckpoint() on ${name} lets one of several move a place`, async () => {
    await using store = await open();
    const records = createSourceRecords(store.db);
    for (const from of [null, "a"]) {
      const moved = await Promise.all(
        ["a", "a", "a", "a"].map((to) =>
          records.movePosition(
            "file:a",
            from,
            from ? `${to}2` : to,
          )
        ),
      );
      strictEqual(moved.filter(Boolean).length, 1);
    }
  });
});
