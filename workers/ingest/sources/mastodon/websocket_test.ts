import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { createByteReader, webSocketMessages } from "./websocket.ts";

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** A frame as a server sends it. */
function frame(first: number, payload: string | Uint8Array): Uint8Array {
  const bytes = typeof payload === "string" ? encoder.encode(payload) : payload;
  const { length } = bytes;
  const head = length < 126
    ? [length]
    : length < 65_536
    ? [126, length >> 8, length & 255]
    : [
      127,
      0,
      0,
      0,
      0,
      length >>> 24,
      length >> 16 & 255,
      length >> 8 & 255,
      length & 255,
    ];
  return Uint8Array.from([first, ...head, ...bytes]);
}

/** Reads what a server sent; the frames that were answered come as `opcode:payload`. */
async function read(frames: readonly Uint8Array[], pieceLength = 7) {
  const bytes = Uint8Array.from(frames.flatMap((frame) => [...frame]));
  let at = 0;
  const reader = createByteReader((buffer) => {
    if (at >= bytes.length) return Promise.resolve(null);
    const piece = bytes.subarray(at, at + Math.min(pieceLength, buffer.length));
    buffer.set(piece);
    at += piece.length;
    return Promise.resolve(piece.length);
  });
  const sent: string[] = [];
  const texts: string[] = [];
  const messages = webSocketMessages({
    reader,
    maxBytes: 70_000,
    send(opcode, payload) {
      sent.push(`${opcode}:${decoder.decode(payload)}`);
      return Promise.resolve();
    },
  });
  for await (const { bytes, isText, isTooLarge } of messages) {
    const text = decoder.decode(bytes);
    texts.push(
      isTooLarge ? `too large: ${text.length}` : isText ? text : "binary",
    );
  }
  return { texts, sent };
}

const CLOSE = frame(0x88, Uint8Array.of(3, 232, 98, 121));

Deno.test("webSocketMessages() reads messages of each length, whole or in parts", async () => {
  const long = "é".repeat(300);
  const longer = "x".repeat(66_000);
  const { texts } = await read([
    frame(0x81, "short"),
    frame(0x81, ""),
    frame(0x81, long),
    frame(0x81, longer),
    frame(0x01, "in "),
    frame(0x00, "three "),
    frame(0x80, "parts"),
    frame(0x82, "bytes"),
    CLOSE,
  ], 1_000);
  deepStrictEqual(texts, [
    "short",
    "",
    long,
    longer,
    "in three parts",
    "binary",
  ]);
});

Deno.test("webSocketMessages() answers pings, even between the parts of a message", async () => {
  const { texts, sent } = await read([
    frame(0x01, "a"),
    frame(0x89, "ping"),
    frame(0x8A, "pong"),
    frame(0x80, "b"),
    CLOSE,
    frame(0x81, "after the end"),
  ]);
  deepStrictEqual(texts, ["ab"]);
  deepStrictEqual(sent, ["10:ping", "8:\u0003\uFFFD"]);
});

Deno.test("webSocketMessages() keeps only the beginning of what is too large, and goes on", async () => {
  const half = "x".repeat(50_000);
  const { texts } = await read([
    frame(0x81, half + half),
    frame(0x01, half),
    frame(0x00, half),
    frame(0x80, half),
    frame(0x81, "next"),
    CLOSE,
  ], 10_000);
  deepStrictEqual(texts, ["too large: 70000", "too large: 70000", "next"]);
});

for (
  const [name, bytes] of Object.entries({
    "a masked frame": Uint8Array.of(0x81, 0x81, 0, 0, 0, 0, 1),
    "a reserved bit": Uint8Array.of(0xC1, 0),
    "an unknown opcode": Uint8Array.of(0x83, 0),
    "a ping in parts": Uint8Array.of(0x09, 0),
    "a long ping": frame(0x89, "x".repeat(126)),
    "a length beyond all bounds": Uint8Array.of(
      0x81,
      127,
      255,
      255,
      255,
      255,
      255,
      255,
      255,
      255,
    ),
  })
) {
  Deno.test(`webSocketMessages() refuses ${name}`, async () => {
    await rejects(read([bytes]), /breaks the rules of WebSocket/);
  });
}

Deno.test("webSocketMessages() throws if the stream ends in between", async () => {
  await rejects(
    read([frame(0x81, "abc").subarray(0, 4)]),
    Deno.errors.UnexpectedEof,
  );
  await rejects(read([]), Deno.errors.UnexpectedEof);
});

Deno.test("webSocketMessages() is not filled up by parts without content", async () => {
  const parts = Array.from({ length: 10_000 }, () => frame(0x00, ""));
  const { texts } = await read([
    frame(0x01, "a"),
    ...parts,
    frame(0x80, "b"),
    CLOSE,
  ]);
  strictEqual(texts.join(), "ab");
});
