import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { readNastyRows } from "../../../../tests/support/nasty_rows.ts";
import { recordedLines } from "../../../../tests/support/x_server/recorded_lines.ts";
import { MAX_LINE, parseXLine, type XLine } from "./parse_x_line.ts";
import { toPost } from "./posts.ts";

function parse(line: string | Uint8Array): XLine {
  const bytes = typeof line === "string"
    ? new TextEncoder().encode(line)
    : line;
  const kept = bytes.slice(0, MAX_LINE);
  return parseXLine({ bytes: kept, size: bytes.length });
}

Deno.test("parseXLine() reads every recorded post, and loses no digit of an id", async () => {
  const posts = (await recordedLines()).filter(({ kind, raw }) =>
    kind === "post" && raw.includes("matching_rules")
  );
  ok(posts.length >= 3);
  for (const { raw } of posts) {
    const read = parse(raw);
    ok(read.kind === "post", `${JSON.stringify(read)} of ${raw}`);
    ok(raw.includes(`"id":"${read.answer.data.id}"`));
    for (const { id } of read.answer.matching_rules) {
      ok(new RegExp(`"id":"?${id}"?[,}]`).test(raw), `${id} in ${raw}`);
    }
    const post = toPost(read.answer, Date.now());
    ok(post.text.length > 0 && !post.text.includes("&amp;"));
  }
});

Deno.test("parseXLine() knows what is recorded besides posts", async () => {
  for (const { kind, raw } of await recordedLines()) {
    const read = parse(raw);
    if (kind === "keepalive" || kind === "control") {
      strictEqual(read.kind, "alive", raw);
    }
    if (kind === "error" && !raw.includes('"data"')) {
      strictEqual(read.kind, "problem", raw);
    }
    if (kind === "v1_post_array" || kind === "webhook_admin") {
      strictEqual(read.kind, "rejected", raw);
    }
  }
});

Deno.test("parseXLine() keeps the digits of bare numbers above 2^53", () => {
  const read = parse(
    '{"data":{"id":1850000000000000001,"text":"n"},"matching_rules":[{"id":1337295176289513473,"tag":null}]}',
  );
  ok(read.kind === "post");
  strictEqual(read.answer.data.id, "1850000000000000001");
  strictEqual(read.answer.matching_rules[0]?.id, "1337295176289513473");
});

for (
  const [what, line, detail] of [
    [
      "JSON that is cut",
      '{"data":{"id":"1","text":"a"}',
      "The line is not JSON",
    ],
    ["no id", '{"data":{"text":"a"}}', "`data.id` is missing"],
    ["an empty id", '{"data":{"id":"","text":"a"}}', undefined],
    ["no text", '{"data":{"id":"1"}}', "`data.text` is missing"],
    ["a text that is none", '{"data":{"id":"1","text":["x"]}}', undefined],
    ["an array", "[]", undefined],
    ["null", "null", undefined],
    ["a page of HTML", "<html>503</html>", "The line is not JSON"],
    ["depth", "[".repeat(60_000), "The line is not JSON"],
    [
      "depth with a big number",
      `[1234567890123456789,${"[".repeat(20_000)}${"]".repeat(20_000)}]`,
      undefined,
    ],
  ] as const
) {
  Deno.test(`parseXLine() rejects ${what} as malformed`, () => {
    const read = parse(line);
    ok(read.kind === "rejected", JSON.stringify(read).slice(0, 200));
    strictEqual(read.reason, "malformed");
    if (detail !== undefined) strictEqual(read.detail, detail);
  });
}

Deno.test("parseXLine() rejects bytes that are not UTF-8", () => {
  const bytes = Uint8Array.fromBase64("eyJ0ZXh0IjoiY2Fm6SJ9");
  const read = parse(bytes);
  ok(read.kind === "rejected" && read.detail === "The line is not UTF-8");
});

Deno.test("parseXLine() rejects a line that is too long, and still knows whose bill it is on", () => {
  const line = JSON.stringify({
    data: { id: "99", text: "x".repeat(MAX_LINE) },
  });
  const read = parse(line);
  ok(read.kind === "rejected" && read.reason === "oversize");
  strictEqual(read.id, "99");
  ok(read.detail.includes(String(line.length)));
});

Deno.test("parseXLine() leaves out what a post does not need and is not as it should be", () => {
  const read = parse(JSON.stringify({
    data: {
      id: "1",
      text: "x",
      entities: "none",
      lang: 7,
      note_tweet: [],
      referenced_tweets: [{ type: "retweeted" }, 4],
      created_at: {},
    },
    includes: { users: [{ id: 3 }, { id: "4", username: "d" }], tweets: {} },
    matching_rules: ["x", { id: "5" }],
  }));
  ok(read.kind === "post");
  deepStrictEqual(read.answer.includes?.users, [{ id: "4", username: "d" }]);
  deepStrictEqual(read.answer.matching_rules, [{ id: "5" }]);
  strictEqual(read.answer.data.entities, undefined);
});

Deno.test("parseXLine() throws at nothing, and gives every hostile text as it is or rejects it", async () => {
  for (const row of await readNastyRows()) {
    const bytes = row.bytes_b64 === undefined
      ? undefined
      : Uint8Array.fromBase64(row.bytes_b64);
    const line = bytes ?? row.raw_json ??
      JSON.stringify({ data: { id: "1", text: row.text } });
    const read = parse(line);
    if (read.kind !== "post") continue;
    const post = toPost(read.answer, Date.now());
    ok(post.text.isWellFormed(), row.id);
    ok(/^[a-z]{2,3}/.test(post.lang), row.id);
  }
});
