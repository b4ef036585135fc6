import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { makeStatus } from "../../../../tests/support/fakes/mastodon_streams.ts";
import {
  readMastodonLines,
  readNastyRows,
} from "../../../../tests/support/recordings.ts";
import type { SourceEvent } from "../source.ts";
import { type Frame, SseParser } from "./sse.ts";
import { createStatusReader } from "./statuses.ts";
import { readMessage } from "./websocket.ts";

const HOST = "social.example";
const encoder = new TextEncoder();

function frame(event: string, data: unknown): Frame {
  const text = typeof data === "string" ? data : JSON.stringify(data);
  return { kind: "event", event, data: text };
}

/** What becomes of one update. */
function readOne(given: Record<string, unknown>): SourceEvent | null {
  const status = { ...makeStatus("7"), ...given };
  return createStatusReader(HOST, null).read(frame("update", status));
}

function postOf(given: Record<string, unknown>) {
  const event = readOne(given);
  ok(event?.kind === "post", JSON.stringify(event));
  return event.post;
}

Deno.test("createStatusReader() reads the recorded lines of both forms alike", async () => {
  const parser = new SseParser();
  const told: Record<string, string[]> = { sse: [], ws: [] };
  for (const { kind, raw } of await readMastodonLines()) {
    const [form = "", name = ""] = kind.split(":");
    if (/error|subscribe/.test(name)) continue;
    const frames = form === "sse"
      ? parser.push(encoder.encode(raw))
      : [readMessage(raw, HOST)];
    for (const frame of frames) {
      const event = createStatusReader(HOST, null).read(frame);
      if (event === null) continue;
      ok(event.kind !== "rejected", raw);
      const id = "post" in event
        ? event.post.id
        : "id" in event
        ? event.id
        : "";
      const text = "post" in event ? event.post.text : "";
      ok(!/<[a-z]|&\w+;/.test(text), text);
      told[form]!.push(`${event.kind} ${id} ${text}`);
    }
  }
  // What was recorded of one form was written in the other as well.
  for (const line of told.sse!) ok(told.ws!.includes(line), line);
  ok(told.sse!.length > 1);
});

Deno.test("createStatusReader() makes a post of a status", () => {
  const receivedMs = Date.now();
  const post = postOf({
    created_at: new Date(receivedMs - 1_000).toISOString(),
    content:
      `<p>Look: <a href="https://a.example/x">a.example/x</a> :blob:</p>`,
    spoiler_text: "careful",
    language: "pt-BR",
    account: { acct: "ann" },
    tags: [{ name: "Music" }],
    mentions: [{ acct: "bob@other.example" }],
  });
  deepStrictEqual(post, {
    id: "social.example/7",
    createdMs: receivedMs - 1_000,
    text: "careful\nLook: https://a.example/x :blob:",
    lang: "pt",
    author: "ann@social.example",
    url: "https://social.example/@ann/7",
    entities: {
      links: ["https://a.example/x"],
      hashtags: ["Music"],
      mentions: ["bob@other.example"],
    },
    postKind: "post",
  });
});

Deno.test("createStatusReader() names the people of its own server in full", () => {
  const { author, entities } = postOf({
    account: { acct: "ann" },
    mentions: [{ acct: "bob" }, { acct: "eve@b.example" }, { acct: "" }],
  });
  strictEqual(author, "ann@social.example");
  deepStrictEqual(entities?.mentions, ["bob@social.example", "eve@b.example"]);
});

const QUOTED = { content: "<p>said &amp; done</p>", account: { acct: "bob" } };
const KINDS: [name: string, Record<string, unknown>, kind: string, unknown][] =
  [
    ["a reply", { in_reply_to_id: "6" }, "reply", undefined],
    [
      "a quote",
      { in_reply_to_id: "6", quote: { quoted_status: QUOTED } },
      "quote",
      { quoted: { author: "bob@social.example", text: "said & done" } },
    ],
    [
      "a quote in the form of older servers",
      { quote: QUOTED },
      "quote",
      { quoted: { author: "bob@social.example", text: "said & done" } },
    ],
    [
      "a quote that was refused",
      { quote: { state: "rejected", quoted_status: null } },
      "post",
      undefined,
    ],
    [
      "a card and pictures",
      {
        card: { url: "https://a.example/x", title: "A page" },
        media_attachments: [{ description: "a cat" }, { description: null }],
      },
      "post",
      {
        cards: [{ title: "A page", url: "https://a.example/x" }],
        alts: ["a cat"],
      },
    ],
    ["a card of no page", { card: { url: "data:x" } }, "post", undefined],
    [
      "nonsense",
      { card: 7, media_attachments: {}, quote: [] },
      "post",
      undefined,
    ],
  ];
for (const [name, given, kind, context] of KINDS) {
  Deno.test(`createStatusReader() reads ${name} beside the text`, () => {
    const post = postOf({ content: "<p>mine</p>", ...given });
    deepStrictEqual([post.postKind, post.context], [kind, context]);
    strictEqual(post.text, "mine");
  });
}

Deno.test("createStatusReader() keeps the time of an old status that comes now", () => {
  const { createdMs } = postOf({ created_at: "2014-06-01T00:00:00.000Z" });
  strictEqual(createdMs, Date.UTC(2014, 5, 1));
});

const FIELDS:
  readonly (readonly [string, Record<string, unknown>, string, unknown])[] = [
    [
      "the author of another server",
      { account: { acct: "a@b.example" } },
      "author",
      "a@b.example",
    ],
    ["no author", { account: null }, "author", null],
    ["an author without a name", { account: { acct: " " } }, "author", null],
    ["no language", { language: null }, "lang", "und"],
    ["a language that is none", { language: "English!" }, "lang", "und"],
    ["a language in capitals", { language: "DE" }, "lang", "de"],
    [
      "an address that is no page",
      { url: "javascript:alert(1)", uri: "tag:a,1:b" },
      "url",
      null,
    ],
    [
      "no address but a name that is one",
      { url: null, uri: "https://a.example/1" },
      "url",
      "https://a.example/1",
    ],
    ["an id that is a number", { id: 8053 }, "id", "social.example/8053"],
    [
      "only a warning",
      { content: "<p></p>", spoiler_text: "war" },
      "text",
      "war",
    ],
    ["half a character", { content: "cut \uD83D" }, "text", "cut \uFFFD"],
  ];
for (const [name, given, field, value] of FIELDS) {
  Deno.test(`createStatusReader() reads a status with ${name}`, () => {
    strictEqual(
      new Map<string, unknown>(Object.entries(postOf(given))).get(field),
      value,
    );
  });
}

for (const year of ["1601", "2999", "soon", null]) {
  Deno.test(`createStatusReader() does not believe that a status is of the year ${year}`, () => {
    const created_at = year && `${year}-01-01T00:00:00.000Z`;
    const { createdMs } = postOf({ created_at });
    ok(Math.abs(createdMs - Date.now()) < 25 * 3_600_000);
  });
}

const IGNORED: Record<string, Frame> = {
  "a status without text": frame(
    "update",
    makeStatus("1", { content: "<p> </p>" }),
  ),
  "somebody else's post": frame(
    "update",
    makeStatus("1", { reblog: makeStatus("2") }),
  ),
  "a letter": frame("update", makeStatus("1", { visibility: "direct" })),
  "a post for followers": frame(
    "status.update",
    makeStatus("1", { visibility: "private" }),
  ),
  "what is not about posts": frame("filters_changed", "undefined"),
  "an announcement that goes": frame("announcement.delete", "1"),
};
for (const [name, ignored] of Object.entries(IGNORED)) {
  Deno.test(`createStatusReader() ignores ${name}`, () => {
    strictEqual(createStatusReader(HOST, null).read(ignored), null);
  });
}

Deno.test("createStatusReader() tells of a status once, and of its change", () => {
  const reader = createStatusReader(HOST, null);
  const status = makeStatus("5");
  strictEqual(reader.read(frame("update", status))?.kind, "post");
  strictEqual(reader.read(frame("update", status)), null);
  strictEqual(reader.readStatus(status), null);
  const edited = { ...status, edited_at: "2026-01-01T00:00:00Z" };
  strictEqual(reader.readStatus(edited)?.kind, "edit");
  strictEqual(reader.readStatus(edited), null);
});

Deno.test("createStatusReader() knows the newest status, in whatever order they come", () => {
  const reader = createStatusReader(HOST, "50");
  const place = (event: SourceEvent | null) => {
    ok(event && "position" in event);
    return event.position;
  };
  strictEqual(place(reader.read(frame("update", makeStatus("100")))), "100");
  strictEqual(place(reader.read(frame("update", makeStatus("99")))), "100");
  strictEqual(
    place(reader.read(frame("status.update", makeStatus("101")))),
    "100",
  );
  strictEqual(place(reader.read(frame("delete", "102"))), "100");
  strictEqual(reader.newest, "100");
});

Deno.test("createStatusReader() rejects what is no status, and remembers its head", async () => {
  const reader = createStatusReader(HOST, "1");
  const lines = (await readNastyRows()).flatMap(({ raw_json }) =>
    raw_json ?? []
  );
  for (const line of [...lines, '{"id":"../x","content":""}', '{"id":"1"}']) {
    const event = reader.read(frame("update", line));
    ok(event?.kind === "rejected", line.slice(0, 80));
    strictEqual(event.reason, "malformed");
    deepStrictEqual(
      event.head,
      encoder.encode(line.slice(0, 512)).slice(0, 512),
    );
    strictEqual(event.position, null);
  }
  strictEqual(reader.read(frame("delete", "1/../2"))?.kind, "rejected");
});

Deno.test("createStatusReader() reads hostile texts as text", async () => {
  for (const { id, text } of await readNastyRows()) {
    if (text === undefined) continue;
    const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    for (
      const content of [text, escaped, `<p>${text}`, `<a href="${text}">x</a>`]
    ) {
      const event = readOne({
        content,
        account: { acct: text },
        language: text,
        url: text,
      });
      if (event === null) continue;
      ok(event.kind === "post", id);
      ok(event.post.text.isWellFormed());
      ok(event.post.url === null || /^https?:/.test(event.post.url), id);
    }
  }
});

Deno.test("createStatusReader() rejects a listed status that is too large", () => {
  const event = createStatusReader(HOST, null)
    .readStatus(makeStatus("1", { content: "é".repeat(40_000) }));
  ok(event?.kind === "rejected");
  strictEqual(event.reason, "oversize");
});
