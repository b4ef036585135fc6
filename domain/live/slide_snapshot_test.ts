import { strictEqual } from "node:assert/strict";
import { makeSnapshot, makeWindow } from "../../tests/support/make_snapshot.ts";
import { slideSnapshot } from "./slide_snapshot.ts";

const BUSY = makeSnapshot({
  window: makeWindow(new Array<number>(90).fill(2), 890),
  rate: 12,
});

Deno.test("slideSnapshot() changes nothing within a bucket", () => {
  strictEqual(slideSnapshot(BUSY, 899), BUSY);
});

Deno.test("slideSnapshot() lets the rate fall to zero within a minute of silence", () => {
  strictEqual(slideSnapshot(BUSY, 930).rate, 6);
  strictEqual(slideSnapshot(BUSY, 965).rate, 0);
});
