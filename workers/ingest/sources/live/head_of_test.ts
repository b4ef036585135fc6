import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { headOf } from "./head_of.ts";

const encoder = new TextEncoder();

Deno.test("headOf() keeps what is short", () => {
  deepStrictEqual(headOf("{é😀"), encoder.encode("{é😀"));
  deepStrictEqual(headOf(new Uint8Array([0xff, 0])), new Uint8Array([0xff, 0]));
  strictEqual(headOf("").length, 0);
});

for (const letter of ["a", "é", "語", "😀", "\ud800"]) {
  Deno.test(`headOf() cuts a long text of ${JSON.stringify(letter)} at 512 bytes`, () => {
    const text = letter.repeat(1_000);
    deepStrictEqual(headOf(text), encoder.encode(text).slice(0, 512));
  });
}

Deno.test("headOf() holds on to no more memory than it keeps", () => {
  const bytes = headOf(new Uint8Array(1_000_000));
  strictEqual(bytes.buffer.byteLength, 512);
  strictEqual(headOf("語".repeat(1_000)).buffer.byteLength, 512);
});
