import { deepStrictEqual, notStrictEqual } from "node:assert/strict";
import {
  decodeMessage,
  DeleteMessage,
  EditMessage,
  PostMessage,
  RejectedMessage,
} from "../broker/message.ts";
import type { PostEvent, SourcePost } from "./sources/source.ts";
import { toMessages } from "./to_messages.ts";

const SOURCE = { name: "file", key: "file:posts.ndjson" };
const POST: SourcePost = {
  id: "1",
  createdMs: 1_600_000_000_000,
  text: "häppy 😀",
  lang: "de",
  author: "ann",
  url: null,
};
const CHECKPOINT = { source: "file:posts.ndjson", position: "7" };

function ofPost(topics: string[], position: string | null = "7") {
  const event: PostEvent = { kind: "post", post: POST, position };
  return toMessages(event, SOURCE, () => topics);
}

Deno.test("toMessages() writes a post once for each topic that it matches", () => {
  deepStrictEqual(
    ofPost(["trump", "climate"]).map(({ subject, id }) => [subject, id]),
    [
      ["posts.trump.file", "file:1:trump"],
      ["posts.climate.file", "file:1:climate"],
    ],
  );
});

Deno.test("toMessages() writes all of a post", () => {
  const [message] = ofPost(["trump"]);
  const { receivedMs, ...rest } = decodeMessage(PostMessage, message!.data);
  deepStrictEqual(rest, { ...POST, checkpoint: CHECKPOINT });
  deepStrictEqual(Math.abs(Date.now() - receivedMs) < 10_000, true);
});

Deno.test("toMessages() lets only the last message of a post carry the place after it", () => {
  const checkpoints = ofPost(["a", "b", "c"]).map(({ data }) =>
    decodeMessage(PostMessage, data).checkpoint
  );
  deepStrictEqual(checkpoints, [null, null, CHECKPOINT]);
});

Deno.test("toMessages() carries no place if the source has none", () => {
  const [message] = ofPost(["a"], null);
  deepStrictEqual(decodeMessage(PostMessage, message!.data).checkpoint, null);
});

Deno.test("toMessages() writes nothing of a post that matches no topic", () => {
  deepStrictEqual(ofPost([]), []);
});

Deno.test("toMessages() writes a deletion once", () => {
  const event: PostEvent = { kind: "delete", id: "1", position: "7" };
  const [message, ...others] = toMessages(event, SOURCE, () => ["trump"]);
  deepStrictEqual(others, []);
  deepStrictEqual(message!.subject, "deletes.file");
  const { id, checkpoint } = decodeMessage(DeleteMessage, message!.data);
  deepStrictEqual([id, checkpoint], ["1", CHECKPOINT]);
});

Deno.test("toMessages() asks no query about a post whose source has matched it", () => {
  const event: PostEvent = {
    kind: "post",
    post: POST,
    topics: ["climate"],
    position: null,
  };
  const messages = toMessages(event, SOURCE, () => ["trump"]);
  deepStrictEqual(messages.map(({ subject }) => subject), [
    "posts.climate.file",
  ]);
});

Deno.test("toMessages() writes entities", () => {
  const entities = { links: ["https://a.example/"], hashtags: ["otters"] };
  const event: PostEvent = {
    kind: "post",
    post: { ...POST, entities },
    position: null,
  };
  const [message] = toMessages(event, SOURCE, () => ["trump"]);
  const decoded = decodeMessage(PostMessage, message!.data);
  deepStrictEqual(decoded.entities, entities);
});

Deno.test("toMessages() writes an edit, then the post for the topics that it matches now", () => {
  const event: PostEvent = { kind: "edit", post: POST, position: "7" };
  const messages = toMessages(event, SOURCE, () => ["trump"]);
  deepStrictEqual(messages.map(({ subject }) => subject), [
    "edits.file",
    "posts.trump.file",
  ]);
  const edit = decodeMessage(EditMessage, messages[0]!.data);
  deepStrictEqual([edit.id, edit.text, edit.checkpoint], [
    "1",
    POST.text,
    null,
  ]);
  const again: PostEvent = { ...event, post: { ...POST, text: "other" } };
  notStrictEqual(
    toMessages(again, SOURCE, () => [])[0]!.id,
    messages[0]!.id,
  );
});

Deno.test("toMessages() writes that an author is gone", () => {
  const event: PostEvent = {
    kind: "delete-author",
    idPrefix: "did/",
    position: "7",
  };
  const [message] = toMessages(event, SOURCE, () => []);
  deepStrictEqual(message!.subject, "deletes.file");
  const { id, isPrefix } = decodeMessage(DeleteMessage, message!.data);
  deepStrictEqual([id, isPrefix], ["did/", true]);
});

function rejected(position: string | null): PostEvent {
  const head = Uint8Array.of(0xff, 0x00, 0x7b);
  const detail = "not UTF-8";
  return { kind: "rejected", reason: "malformed", detail, head, position };
}

Deno.test("toMessages() writes what was rejected, bytes and all", () => {
  const [message] = toMessages(rejected("7"), SOURCE, () => []);
  deepStrictEqual(message!.subject, "rejected.file");
  const { receivedMs: _, ...rest } = decodeMessage(
    RejectedMessage,
    message!.data,
  );
  deepStrictEqual(rest, {
    reason: "malformed",
    detail: "not UTF-8",
    head: "/wB7",
    checkpoint: CHECKPOINT,
  });
});

Deno.test("toMessages() gives the same event the same id, and different ones different ids", () => {
  const idOf = (event: PostEvent, source = SOURCE) =>
    toMessages(event, source, () => ["1"])[0]!.id;
  deepStrictEqual(idOf(rejected("7")), idOf(rejected("7")));
  const other = { ...SOURCE, key: "file:other.ndjson" };
  const events: PostEvent[] = [
    rejected("7"),
    rejected("8"),
    rejected(null),
    rejected(null),
    { kind: "delete", id: "1", position: "7" },
    { kind: "delete-author", idPrefix: "1", position: "7" },
    { kind: "edit", post: POST, position: "7" },
    { kind: "post", post: POST, position: "7" },
    { kind: "post", post: { ...POST, id: "delete" }, position: "7" },
  ];
  const ids = events.map((event) => idOf(event));
  deepStrictEqual([...new Set(ids)], ids);
  notStrictEqual(idOf(rejected("7"), other), idOf(rejected("7")));
});
