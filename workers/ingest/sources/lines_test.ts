import fc from "fast-check";
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { LineSplitter, parseJsonBytes, splitLines } from "./lines.ts";

const encoder = new TextEncoder();

async function* inChunks(...chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function linesOf(text: string, maxBytes = 100): Promise<string[]> {
  const decoder = new TextDecoder();
  const lines = splitLines(inChunks(encoder.encode(text)), maxBytes);
  return await Array.fromAsync(lines, ({ bytes }) => decoder.decode(bytes));
}

Deno.test("splitLines() splits at line feeds only", async () => {
  deepStrictEqual(await linesOf("a\nb\r\u2028\u0085c\n\nd\n"), [
    "a",
    "b\r\u2028\u0085c",
    "",
    "d",
  ]);
});

Deno.test("splitLines() counts a last line without a line feed", async () => {
  deepStrictEqual(await linesOf("a\nb"), ["a", "b"]);
  deepStrictEqual(await linesOf(""), []);
});

/** Any bytes, rich in line feeds, and the places at which to cut them. */
const CUT_BYTES = fc.record({
  bytes: fc.array(fc.oneof(fc.constant(10), fc.nat(255)), { maxLength: 300 })
    .map((numbers) => Uint8Array.from(numbers)),
  cuts: fc.array(fc.nat(300), { maxLength: 30 }),
  maxBytes: fc.integer({ min: 1, max: 20 }),
});

Deno.test("splitLines() gives the same lines however the bytes are cut", async () => {
  const cutUp = (bytes: Uint8Array, cuts: number[]) => {
    const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
    return places.slice(1).map((to, i) => bytes.subarray(places[i]!, to));
  };
  await fc.assert(fc.asyncProperty(
    CUT_BYTES,
    async ({ bytes, cuts, maxBytes }) => {
      const latin1 = (part: Uint8Array) => String.fromCharCode(...part);
      const whole = latin1(bytes).split("\n");
      if (whole.at(-1) === "") whole.pop();
      const lines = splitLines(inChunks(...cutUp(bytes, cuts)), maxBytes);
      deepStrictEqual(
        await Array.fromAsync(lines, (one) => [latin1(one.bytes), one.size]),
        whole.map((line) => [line.slice(0, maxBytes), line.length]),
      );
    },
  ));
});

Deno.test("splitLines() holds only the beginning of a line of 256 MB", async () => {
  const chunkSize = 64 * 1024;
  const before = Deno.memoryUsage().external;
  let peak = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < 4_096; i++) {
      yield new Uint8Array(chunkSize).fill(120);
      if (i % 100 === 0) {
        await setImmediate();
        peak = Math.max(peak, Deno.memoryUsage().external - before);
      }
    }
    yield encoder.encode("\nshort\n");
  }
  const lines = await Array.fromAsync(splitLines(endless(), chunkSize));
  deepStrictEqual(lines.map(({ size }) => size), [4_096 * chunkSize, 5]);
  strictEqual(lines[0]!.bytes.length, chunkSize);
  ok(peak < 100e6, `${peak} bytes were held at once`);
});

const decoder = new TextDecoder();

function textsOf(splitter: LineSplitter, chunk: Uint8Array): string[] {
  return [...splitter.push(chunk)].map(({ bytes }) => decoder.decode(bytes));
}

Deno.test("LineSplitter gives the same lines however the bytes are cut", () => {
  const bytes = encoder.encode("é😀\r\n\r\n\nabc\r\nrest");
  for (let size = 1; size <= bytes.length; size++) {
    const splitter = new LineSplitter(100);
    const lines: string[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      lines.push(...textsOf(splitter, bytes.slice(at, at + size)));
    }
    deepStrictEqual(lines, ["é😀\r", "\r", "", "abc\r"], `by ${size}`);
  }
});

Deno.test("LineSplitter holds only the beginning of a long line, and knows its size", () => {
  const splitter = new LineSplitter(4);
  for (let i = 0; i < 1_000; i++) {
    deepStrictEqual([...splitter.push(encoder.encode("abcdefgh"))], []);
  }
  const [long, short] = splitter.push(encoder.encode("\nxy\n"));
  strictEqual(decoder.decode(long?.bytes), "abcd");
  strictEqual(long?.size, 8_000);
  strictEqual(decoder.decode(short?.bytes), "xy");
  strictEqual(short?.size, 2);
});

Deno.test("LineSplitter gives lines that later bytes do not change", () => {
  const splitter = new LineSplitter(8);
  const [first] = splitter.push(encoder.encode("one\n"));
  for (const _ of splitter.push(encoder.encode("two\n")));
  strictEqual(decoder.decode(first?.bytes), "one");
});

Deno.test("parseJsonBytes() reads bytes as a strict TextDecoder does", () => {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc.string({ unit: "grapheme", minLength: 1 }).map((text) =>
      encoder.encode(text)
    ),
    fc.constantFrom(
      encoder.encode("\ufeff\ufeffa"),
      Uint8Array.of(0xed, 0xa0, 0x80),
      Uint8Array.of(0xc0, 0x80),
    ),
  );
  fc.assert(fc.property(bytes, (bytes) => {
    const read = parseJsonBytes(bytes, (text) => text);
    let text: string | undefined;
    try {
      text = decoder.decode(bytes);
    } catch { /* it is not UTF-8 */ }
    if (text === undefined) {
      const detail = "The line is not UTF-8";
      deepStrictEqual(read, { reason: "malformed", detail });
    } else deepStrictEqual(read, text.trim() === "" ? null : { value: text });
  }));
});
