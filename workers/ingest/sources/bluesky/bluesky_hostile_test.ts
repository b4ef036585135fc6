import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { cleanText } from "../../../../domain/text/clean.ts";
import {
  postMessage,
  startBlueskyServer,
} from "../../../../tests/support/fakes/bluesky_server.ts";
import {
  type NastyRow,
  readJetstreamLines,
  readNastyRows,
} from "../../../../tests/support/recordings.ts";
import { followBluesky } from "../../../../tests/support/read_sources.ts";
import { MAX_SIZE } from "../post_fields.ts";
import { readMessage } from "./messages.ts";

const rows = await readNastyRows();
const encoder = new TextEncoder();

Deno.test("readMessage() takes every hostile text for a text, and only that", () => {
  let posts = 0;
  for (const { text } of rows) {
    if (text === undefined) continue;
    const more = { langs: [text], tags: [text], createdAt: text };
    const line = JSON.stringify(postMessage("did:plc:a", "3", text, more));
    const { event } = readMessage(line, "host", Date.now());
    if (encoder.encode(line).length > MAX_SIZE) {
      ok(event?.kind === "rejected" && event.reason === "oversize");
    } else if (cleanText(text).trim() === "") {
      strictEqual(event, null);
    } else {
      ok(event?.kind === "post");
      posts++;
      strictEqual(event.post.text, cleanText(text));
      match(event.post.lang, /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/);
      ok(Number.isSafeInteger(event.post.createdMs));
      ok(JSON.stringify(event).isWellFormed());
    }
  }
  ok(posts > 0);
});

/** A row as a frame, and whether its bytes are text. */
function frameOf(row: NastyRow): { bytes: Uint8Array; opcode: number } {
  if (row.bytes_b64 !== undefined) {
    return { bytes: Uint8Array.fromBase64(row.bytes_b64), opcode: 2 };
  }
  const line = row.raw_json ??
    JSON.stringify(postMessage("did:plc:a", row.id, row.text));
  return { bytes: encoder.encode(line), opcode: 1 };
}

Deno.test("blueskySource() reads on after every hostile row", async () => {
  await using server = startBlueskyServer();
  await using followed = followBluesky([server.host]);
  await followed.until("connected", () => server.clients === 1);
  const few = rows.filter(({ text }, i) => text === undefined || i % 20 === 0);
  for (const row of few) {
    const { bytes, opcode } = frameOf(row);
    server.blurt(bytes, opcode);
  }
  server.say(postMessage("did:plc:ann", "3last", "The last"));
  const id = "did:plc:ann/3last";
  await followed.until("the last", () => followed.ids().includes(id));
  strictEqual(server.connects.length, 1);
  ok(followed.only("rejected").length > 0);
  for (const { head } of followed.only("rejected")) ok(head.length <= 512);
});

Deno.test("blueskySource() takes all posts of the recording from an instance", async () => {
  await using server = startBlueskyServer();
  await using followed = followBluesky([server.host]);
  await followed.until("connected", () => server.clients === 1);
  const expected = new Set<string>();
  for (const raw of await readJetstreamLines()) {
    const { time_us: _, ...message } = JSON.parse(raw);
    server.say(message);
    const { did, commit } = message;
    const isPost = commit?.collection === "app.bsky.feed.post" &&
      commit.operation === "create" && commit.record.text !== "";
    if (isPost) expected.add(`${did}/${commit.rkey}`);
  }
  await followed.until(
    "all",
    () => new Set(followed.ids()).size === expected.size,
  );
  deepStrictEqual(new Set(followed.ids()), expected);
  deepStrictEqual(followed.only("rejected"), []);
});
