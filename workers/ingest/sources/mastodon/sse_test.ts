import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type Frame, SseParser } from "./sse.ts";

const encoder = new TextEncoder();

function parse(text: string, pieceLength = Infinity): Frame[] {
  const parser = new SseParser();
  const bytes = encoder.encode(text);
  const frames: Frame[] = [];
  for (let at = 0; at < bytes.length; at += pieceLength) {
    frames.push(...parser.push(bytes.subarray(at, at + pieceLength)));
  }
  return frames;
}

const event = (event: string, data: string): Frame => ({
  kind: "event",
  event,
  data,
});

const STREAM = ':)\nevent: update\ndata: {"é": "😀: x"}\n\n' +
  ":thump\n:thump\n\n\nevent:delete\ndata:12\n:thump\n\n" +
  "event: a\r\ndata: 1\r\ndata\r\ndata:  2\r\n\r\nevent: none\n\ndata: last\n\n";
const FRAMES = [
  event("update", '{"é": "😀: x"}'),
  event("delete", "12"),
  event("a", "1\n\n 2"),
  event("", "last"),
];

Deno.test("SseParser reads events, wherever the pieces are cut", () => {
  for (const length of [1, 2, 3, 7, 64, Infinity]) {
    deepStrictEqual(parse(STREAM, length), FRAMES, `pieces of ${length}`);
  }
});

Deno.test("SseParser forgets heartbeats", () => {
  const thumps = ":thump\n".repeat(50_000);
  deepStrictEqual(parse(`${thumps}event: a\n${thumps}data: b\n\n`), [
    event("a", "b"),
  ]);
});

for (
  const [name, block] of Object.entries({
    "in one line": `event: a\ndata: ${"x".repeat(70_000)}\n\n`,
    "in many lines": `${"data: xxxx\n".repeat(10_000)}\n`,
    "by one byte": `data: ${"x".repeat(65_530)}\n\n`,
  })
) {
  Deno.test(`SseParser drops an event that is too large ${name}, and goes on`, () => {
    for (const length of [1_000, Infinity]) {
      const [large, ...rest] = parse(block + STREAM, length);
      ok(large?.kind === "rejected");
      strictEqual(large.reason, "oversize");
      deepStrictEqual(large.head, encoder.encode(block.slice(0, 512)));
      deepStrictEqual(rest, FRAMES);
    }
  });
}

Deno.test("SseParser takes an event that is just not too large", () => {
  const data = "x".repeat(65_529);
  deepStrictEqual(parse(`data: ${data}\n\n`), [event("", data)]);
});

Deno.test("SseParser does not mind a line of a comment without end", () => {
  const comment = `:${"x".repeat(100_000)}\n`;
  deepStrictEqual(parse(`data: a\n${comment}data: b\n\n`, 999), [
    event("", "a\nb"),
  ]);
});
