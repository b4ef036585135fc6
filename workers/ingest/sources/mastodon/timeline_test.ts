import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { compareIds } from "./statuses.ts";
import { rewindId } from "./timeline.ts";

Deno.test("rewindId() goes back in the time of Mastodon's ids", () => {
  strictEqual(rewindId("108914354907984653", 15_000), "108914353924944653");
});

for (
  const id of [
    "8053",
    "0",
    "01GQ5TPNNQ7K5GBEQYFJRSC4SQ",
    "AQHDyyOA7mhbvCnQmW",
    "",
  ]
) {
  Deno.test(`rewindId() leaves an id that tells no time: "${id}"`, () => {
    strictEqual(rewindId(id, 15_000), id);
  });
}

Deno.test("compareIds() sorts numbers and words as their servers do", () => {
  const ids = ["99", "8053", "100", "108914354907984653", "99914354907984653"];
  deepStrictEqual(ids.sort(compareIds), [
    "99",
    "100",
    "8053",
    "99914354907984653",
    "108914354907984653",
  ]);
  const words = ["01GQ5TPNNQ7K5GBEQYFJRSC4SQ", "01GQ4TPNNQ7K5GBEQYFJRSC4SZ"];
  deepStrictEqual(words.toSorted(compareIds), words.toReversed());
  strictEqual(compareIds("7", "7"), 0);
});
