import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { LineBuffer } from "./line_buffer.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function textsOf(buffer: LineBuffer, chunk: Uint8Array): string[] {
  return buffer.push(chunk).map(({ bytes }) => decoder.decode(bytes));
}

Deno.test("LineBuffer gives the same lines however the bytes are cut", () => {
  const bytes = encoder.encode("é😀\r\n\r\n\nabc\r\nrest");
  for (let size = 1; size <= bytes.length; size++) {
    const buffer = new LineBuffer(100);
    const lines: string[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      lines.push(...textsOf(buffer, bytes.slice(at, at + size)));
    }
    deepStrictEqual(lines, ["é😀\r", "\r", "", "abc\r"], `by ${size}`);
  }
});

Deno.test("LineBuffer holds only the beginning of a long line, and knows its size", () => {
  const buffer = new LineBuffer(4);
  for (let i = 0; i < 1_000; i++) {
    deepStrictEqual(buffer.push(encoder.encode("abcdefgh")), []);
  }
  const [long, short] = buffer.push(encoder.encode("\nxy\n"));
  strictEqual(decoder.decode(long?.bytes), "abcd");
  strictEqual(long?.size, 8_000);
  strictEqual(decoder.decode(short?.bytes), "xy");
  strictEqual(short?.size, 2);
});

Deno.test("LineBuffer gives lines that later bytes do not change", () => {
  const buffer = new LineBuffer(8);
  const [first] = buffer.push(encoder.encode("one\n"));
  buffer.push(encoder.encode("two\n"));
  strictEqual(decoder.decode(first?.bytes), "one");
});
