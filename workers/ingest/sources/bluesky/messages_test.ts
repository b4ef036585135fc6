import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import {
  accountMessage,
  commitMessage,
  type Message,
  postMessage,
} from "../../../../tests/support/fakes/bluesky_server.ts";
import { readJetstreamLines } from "../../../../tests/support/recordings.ts";
import { MAX_SIZE } from "../post_fields.ts";
import { readMessage } from "./messages.ts";
import { readFacets } from "./record.ts";

const TEXT = "🌊 see example.com #café @ann";
const encoder = new TextEncoder();

/** The range of a part of the text. */
function rangeOf(part: string): { byteStart: number; byteEnd: number } {
  const byteStart = encoder.encode(TEXT.slice(0, TEXT.indexOf(part))).length;
  return { byteStart, byteEnd: byteStart + encoder.encode(part).length };
}

const link = (uri: unknown) => ({
  $type: "app.bsky.richtext.facet#link",
  uri,
});
const tag = (name: unknown) => ({
  $type: "app.bsky.richtext.facet#tag",
  tag: name,
});
const facet = (index: unknown, ...features: unknown[]) => ({ index, features });

Deno.test("readFacets() lists links, tags and mentions", () => {
  const mention = {
    $type: "app.bsky.richtext.facet#mention",
    did: "did:plc:a",
  };
  const facets = [
    facet(rangeOf("example.com"), link("https://example.com/long?x=1")),
    facet(rangeOf("#café"), tag("café")),
    facet(rangeOf("@ann"), mention),
  ];
  deepStrictEqual(readFacets(TEXT, facets, undefined), {
    links: ["https://example.com/long?x=1"],
    hashtags: ["café"],
    mentions: ["did:plc:a"],
  });
});

Deno.test("readFacets() adds the tags beside the text, each once", () => {
  const facets = [facet(rangeOf("#café"), tag("café"))];
  deepStrictEqual(readFacets(TEXT, facets, ["sea", "café", "#sun", "", 7]), {
    hashtags: ["café", "sea", "sun"],
  });
  deepStrictEqual(readFacets("", undefined, ["sea"]), { hashtags: ["sea"] });
});

Deno.test("readFacets() takes several features of one range", () => {
  const range = rangeOf("see");
  deepStrictEqual(readFacets(TEXT, [facet(range, tag("a"), tag("b"))], null), {
    hashtags: ["a", "b"],
  });
});

Deno.test("readFacets() takes a range up to the very end", () => {
  const byteEnd = encoder.encode(TEXT).length;
  const whole = facet({ byteStart: 0, byteEnd }, tag("all"));
  deepStrictEqual(readFacets(TEXT, [whole], null), { hashtags: ["all"] });
});

const GOOD = rangeOf("see");
const BROKEN: Record<string, unknown> = {
  "beyond the text": [facet({ byteStart: 0, byteEnd: 999 }, tag("x"))],
  "before the text": [facet({ byteStart: -1, byteEnd: 4 }, tag("x"))],
  "backwards": [facet({ byteStart: 8, byteEnd: 5 }, tag("x"))],
  "empty": [facet({ byteStart: 5, byteEnd: 5 }, tag("x"))],
  "within a character": [facet({ byteStart: 1, byteEnd: 5 }, tag("x"))],
  "to within a character": [facet({ byteStart: 0, byteEnd: 2 }, tag("x"))],
  "of fractions": [facet({ byteStart: 5.5, byteEnd: 8 }, tag("x"))],
  "of strings": [facet({ byteStart: "5", byteEnd: "8" }, tag("x"))],
  "missing": [facet(undefined, tag("x")), { features: [tag("x")] }, null, 7],
  "without features": [facet(GOOD), { index: GOOD, features: "x" }],
  "of an unknown kind": [facet(GOOD, { $type: "x", tag: "x" }, null, "x")],
  "with tags that are none": [facet(GOOD, tag(7), tag(""), tag(" "), tag("#"))],
  "with links that are none": [
    facet(
      GOOD,
      link(7),
      link("no"),
      link("javascript:alert(1)"),
      link("ftp://a"),
    ),
  ],
  "no list": { 0: facet(GOOD, tag("x")) },
};

for (const [what, facets] of Object.entries(BROKEN)) {
  Deno.test(`readFacets() leaves out a range ${what}`, () => {
    deepStrictEqual(readFacets(TEXT, facets, undefined), undefined);
  });
}

const NOW = Date.UTC(2026, 6, 4, 12);
const ID = "did:plc:ann/3a";
const read = (message: unknown, nowMs = NOW) =>
  readMessage(JSON.stringify(message), "host", nowMs);
const at = (message: Message, ms: number) => ({
  ...message,
  time_us: ms * 1e3,
});

function readPostOf(record: Record<string, unknown>, timeMs = NOW) {
  const { text = "words", ...more } = record;
  const { event } = read(
    at(postMessage("did:plc:ann", "3a", text, more), timeMs),
  );
  ok(event?.kind === "post", `it is ${JSON.stringify(event)}`);
  return event.post;
}

Deno.test("readMessage() reads a post", () => {
  const message = postMessage("did:plc:ann", "3a", "Am Meer 🌊", {
    createdAt: "2026-07-04T11:59:58.999Z",
    langs: ["de-AT", "en"],
    tags: ["sea"],
    embed: { external: { title: "not read" } },
  });
  deepStrictEqual(read(at(message, NOW - 1_000)), {
    timeUs: (NOW - 1_000) * 1_000,
    event: {
      kind: "post",
      post: {
        id: ID,
        createdMs: NOW - 1_001,
        text: "Am Meer 🌊",
        lang: "de",
        author: "did:plc:ann",
        url: "https://bsky.app/profile/did:plc:ann/post/3a",
        entities: { hashtags: ["sea"] },
        postKind: "post",
      },
      position: `host ${(NOW - 1_000) * 1_000}`,
    },
  });
});

for (const operation of ["update", "delete"]) {
  Deno.test(`readMessage() reads the ${operation} of a post`, () => {
    const record = { text: "anew" };
    const more = operation === "update" ? { record } : {};
    const message = commitMessage("did:plc:ann", operation, "3a", more);
    const { event } = read(message);
    if (operation === "delete") {
      deepStrictEqual(event, { kind: "delete", id: ID, position: null });
    } else {
      ok(event?.kind === "edit");
      deepStrictEqual([event.post.id, event.post.text], [ID, "anew"]);
    }
  });
}

Deno.test("readMessage() tells that a post was emptied", () => {
  const record = { text: "" };
  const { event } = read(
    commitMessage("did:plc:ann", "update", "3a", { record }),
  );
  ok(event?.kind === "edit");
  strictEqual(event.post.text, "");
});

const GONE: [boolean, string | undefined, boolean][] = [
  [false, undefined, true],
  [false, "deleted", true],
  [false, "deactivated", true],
  [false, "suspended", true],
  [false, "takendown", true],
  [false, "throttled", false],
  [false, "desynchronized", false],
  [true, undefined, false],
];
for (const [active, status, isGone] of GONE) {
  Deno.test(`readMessage() ${isGone ? "takes" : "does not take"} an author for gone who is ${active ? "active" : `not active: ${status}`}`, () => {
    const { event } = read(accountMessage("did:plc:ann", active, status));
    const gone = {
      kind: "delete-author",
      idPrefix: "did:plc:ann/",
      position: null,
    };
    deepStrictEqual(event, isGone ? gone : null);
  });
}

const NOTHING: Record<string, unknown> = {
  "a like": {
    did: "did:plc:ann",
    kind: "commit",
    commit: {
      operation: "create",
      collection: "app.bsky.feed.like",
      rkey: "a",
    },
  },
  "a name": { did: "did:plc:ann", kind: "identity", identity: {} },
  "a kind that is new": { kind: "sync" },
  "a picture alone": postMessage("did:plc:ann", "3a", "", { embed: {} }),
  "spaces alone": postMessage("did:plc:ann", "3a", " \n\u0000"),
};
for (const [what, message] of Object.entries(NOTHING)) {
  Deno.test(`readMessage() has nothing to tell of ${what}, but its time`, () => {
    const timeUs = (NOW - 5) * 1_000;
    deepStrictEqual(read({ ...message as Message, time_us: timeUs }), {
      timeUs,
      event: null,
    });
  });
}

const LANGS: [unknown, string][] = [
  [["en"], "en"],
  [["pt-BR", "en"], "pt"],
  [["EN"], "en"],
  [["zh-Hant-TW"], "zh"],
  [["x"], "und"],
  [["english"], "und"],
  [["en_US"], "en"],
  [["en-"], "en"],
  [["en\n"], "en"],
  [[""], "und"],
  [[7], "und"],
  [[], "und"],
  ["en", "und"],
  [null, "und"],
];
for (const [langs, lang] of LANGS) {
  Deno.test(`readMessage() takes ${JSON.stringify(langs)} for language ${lang}`, () => {
    strictEqual(readPostOf({ langs }).lang, lang);
  });
}

const DAY = 86_400_000;
const TIMES: [string, unknown, timeMs: number, expected: number][] = [
  ["the year 1601", "1601-01-01T00:00:00Z", NOW, NOW],
  ["2014", "2014-06-01T00:00:00Z", NOW, Date.UTC(2014, 5, 1)],
  ["the year 2999", "2999-01-01T00:00:00Z", NOW, NOW],
  ["no time", "soon", NOW - 5_000, NOW - 5_000],
  ["a number", 7, NOW, NOW],
  ["nothing", undefined, NOW, NOW],
  [
    "30 hours ago, of a message that is as old",
    new Date(NOW - 30 * 3.6e6).toISOString(),
    NOW - 30 * 3.6e6,
    NOW - 30 * 3.6e6,
  ],
  [
    "a year ago, of a message that claims so too",
    "2025-07-04T12:00:00Z",
    NOW - 365 * DAY,
    NOW - 365 * DAY,
  ],
  [
    "tomorrow, of a message that claims so too",
    "2026-07-05T12:00:00Z",
    NOW + DAY,
    NOW,
  ],
];
for (const [what, createdAt, timeMs, expected] of TIMES) {
  Deno.test(`readMessage() puts a post from ${what} where it can be believed`, () => {
    strictEqual(readPostOf({ createdAt }, timeMs).createdMs, expected);
  });
}

const good: Message = at(postMessage("did:plc:ann", "3a", "x"), NOW);
const withCommit = (more: Message) => ({
  ...good,
  commit: { ...good["commit"] as Message, ...more },
});
const BAD: Record<string, unknown> = {
  "no JSON": "{",
  "an empty frame": "",
  "no object": "[]",
  "nothing": "null",
  "a depth without end": "[".repeat(60_000),
  "no kind": JSON.stringify({ did: "did:plc:ann" }),
  "no author": { ...good, did: undefined },
  "an author that is none": { ...good, did: "ann" },
  "an author with a slash": { ...good, did: "did:plc:../x" },
  "no commit": { ...good, commit: undefined },
  "a commit that is none": { ...good, commit: 7 },
  "no collection": withCommit({ collection: undefined }),
  "no key": withCommit({ rkey: undefined }),
  "a key with a slash": withCommit({ rkey: "a/b" }),
  "a key without end": withCommit({ rkey: "a".repeat(300) }),
  "no operation": withCommit({ operation: undefined }),
  "an unknown operation": withCommit({ operation: "constructor" }),
  "no record": withCommit({ record: undefined }),
  "a record that is none": withCommit({ record: "x" }),
  "no text": withCommit({ record: { createdAt: "2026-07-04T12:00:00Z" } }),
  "a text that is a number": withCommit({ record: { text: 7 } }),
  "a text that is a list": withCommit({ record: { text: ["x"] } }),
  "an account without its state": { ...good, kind: "account" },
  "something else in base64": {
    kind: "commit",
    commit: { operation: "create", record_cbor: "not-base64!!" },
  },
};
for (const [what, sent] of Object.entries(BAD)) {
  Deno.test(`readMessage() rejects ${what}`, () => {
    const data = typeof sent === "string" ? sent : JSON.stringify(sent);
    const { event, timeUs } = readMessage(data, "host", NOW);
    ok(event?.kind === "rejected", `it is ${JSON.stringify(event)}`);
    strictEqual(event.reason, "malformed");
    deepStrictEqual([event.position, timeUs], [null, null]);
    deepStrictEqual(
      event.head,
      new TextEncoder().encode(data).slice(0, 512),
    );
  });
}

Deno.test("readMessage() rejects bytes, and keeps their head", () => {
  const bytes = new Uint8Array(600).fill(0xff);
  const { event } = readMessage(bytes, "host", NOW);
  ok(event?.kind === "rejected");
  deepStrictEqual(event.head, bytes.slice(0, 512));
});

Deno.test("readMessage() takes a message of 64 KiB, and no more, in bytes", () => {
  const frame = JSON.stringify(at(postMessage("did:plc:ann", "3a", ""), NOW));
  const fill = (letters: number) =>
    frame.replace('"text":""', `"text":"${"é".repeat(letters)}"`);
  const most = (MAX_SIZE - frame.length) >> 1;
  strictEqual(readMessage(fill(most), "h", NOW).event?.kind, "post");
  const { event } = readMessage(fill(most + 1), "h", NOW);
  ok(event?.kind === "rejected");
  strictEqual(event.reason, "oversize");
  match(event.detail, /^The message has 6553[78] bytes/);
  ok(event.head.length === 512);
});

Deno.test("readMessage() does not believe a time that is none, or to come", () => {
  for (const time of [undefined, "7", -1, 1.5, null, 2 ** 60]) {
    strictEqual(read({ ...good, time_us: time }).timeUs, null);
  }
  strictEqual(read({ ...good, time_us: 9e15 }).timeUs, NOW * 1_000);
});

Deno.test("readMessage() hears what the server complains of", () => {
  const complaint = {
    $type: "error",
    error: "ConsumerTooSlow",
    message: "behind",
  };
  deepStrictEqual(read(complaint), {
    timeUs: null,
    event: null,
    complaint: "ConsumerTooSlow: behind",
  });
});

Deno.test("readMessage() understands all that was recorded", async () => {
  const counts: Record<string, number> = {};
  for (const raw of await readJetstreamLines()) {
    const { event, timeUs } = readMessage(raw, "host", Date.now());
    ok(timeUs !== null);
    const kind = event?.kind ?? "nothing";
    counts[kind] = (counts[kind] ?? 0) + 1;
    if (event?.kind !== "post") continue;
    const { commit: { record } } = JSON.parse(raw);
    strictEqual(event.post.text, record.text);
  }
  ok(counts["post"]! > 0 && counts["delete"]! > 0 && counts["nothing"]! > 0);
  strictEqual(counts["rejected"], undefined);
});
