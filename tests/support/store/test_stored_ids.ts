import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { findStoredIds, hasIdPrefix } from "../../../db/write/deletions.ts";
import { storeBatch } from "../../../db/write/store_batch.ts";
import { type OpenTestStore, postEntry } from "../store.ts";

/** Each stands at an end of what begins with another. */
const IDS = [
  ...["did:a/1", "did:a/2", "did:b/1", "did:a0", "did:a."],
  ...["é", "É", "\ud7ff1", "\ue000", "😀", "\u{10ffff}x"],
];

/** Which posts are stored. */
export function testStoredIds(name: string, open: OpenTestStore): void {
  Deno.test(`findStoredIds() on ${name} finds the posts of a source in any topic`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [
      postEntry(1, { extId: "a" }),
      postEntry(2, { extId: "a", topicId: 2 }),
      postEntry(3, { extId: "b", topicId: 2 }),
      postEntry(4, { extId: "c", source: "x" }),
    ]);
    const find = (ids: string[]) => findStoredIds(db.kysely, "file", ids);
    deepStrictEqual(await find([]), new Set());
    deepStrictEqual(await find(["a", "b", "c", "A"]), new Set(["a", "b"]));
    const many = Array.from({ length: 12_000 }, (_, i) => `no ${i}`);
    deepStrictEqual(await find([...many, "b"]), new Set(["b"]));
  });

  Deno.test(`hasIdPrefix() on ${name} knows all beginnings of ids, and nothing else`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(
      db,
      stream,
      IDS.map((extId, i) => postEntry(i + 1, { extId, topicId: 1 + i % 2 })),
    );
    const letters = ["", ..."did:a/b1.0éÉe\ud7ff\ue000\u{10ffff}😀"];
    const prefixes = letters.flatMap((first) =>
      letters.map((last) => first + last)
    ).concat("did:a/", "did:c", "did:a/3", "did:").filter((one) => one !== "");
    for (const prefix of prefixes) {
      const expected = IDS.some((id) => id.startsWith(prefix));
      strictEqual(
        await hasIdPrefix(db.kysely, "file", prefix),
        expected,
        JSON.stringify(prefix),
      );
    }
    strictEqual(await hasIdPrefix(db.kysely, "x", "did:"), false);
  });
}
