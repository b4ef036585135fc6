import { match, ok, strictEqual } from "node:assert/strict";
import { parseDocument } from "htmlparser2";
import type { Alert, AlertEvent } from "./alert.ts";
import { withoutRestricted } from "./alert.ts";
import { toAtom } from "./atom.ts";
import { formatAlert, signBody } from "./message.ts";

const REPEATED = `<!channel> & "quoted" \u0000 \ud800 @everyone`;

function alertOf(source = "bluesky"): Alert {
  const jump = {
    ...{ from: 1_769_860_800, to: 1_769_860_860, at: 1_769_860_800 },
    ...{ posts: 110, usual: 18.3, volume: true, strength: 9 },
    mood: { mean: -1, usual: 1, at: 1_769_860_800 },
    reasons: {
      words: [{ kind: "hashtag", term: "storm", count: 40, before: 0 }],
      sites: [{ kind: "link", term: "a.example", count: 40, before: 0 }],
      repeated: { text: REPEATED, count: 12, source },
      authors: { authors: 37, share: 0.41 },
      examined: 110,
    },
  };
  const id = "5f0d9a0e-0000-4000-8000-000000000000";
  return { kind: "jump", topic: "cat & dog", jump, id, at: 1_769_860_900 };
}

Deno.test("toAtom() makes a feed whose texts are only texts", () => {
  const feed = toAtom({
    topic: "cat & dog",
    origin: "http://x.example",
    alerts: [alertOf()],
    now: 0,
  });
  const names: string[] = [];
  const walk = (nodes: ReturnType<typeof parseDocument>["children"]) => {
    for (const node of nodes) {
      if ("name" in node) names.push(node.name);
      if ("children" in node) walk(node.children as typeof nodes);
    }
  };
  walk(parseDocument(feed, { xmlMode: true }).children);
  strictEqual(
    names.join(" "),
    "?xml feed title id link link updated author name " +
      "entry title id link published updated content",
  );
  match(feed, /<id>urn:uuid:5f0d9a0e-/);
  match(
    feed,
    /href="http:\/\/x\.example\/t\/cat%20%26%20dog\?from=1769860800&amp;to=1769860860"/,
  );
  match(
    feed,
    /<title>cat &amp; dog: 110 posts, 6\.0 × the usual, more negative/,
  );
  match(feed, /<updated>2026-01-31T12:01:40\.000Z<\/updated>/);
  ok(!feed.includes("\u0000") && feed.isWellFormed());
});

Deno.test("toAtom() has a time without alerts too", () => {
  const feed = toAtom({ topic: "a", origin: "http://x", alerts: [], now: 60 });
  match(feed, /<updated>1970-01-01T00:01:00\.000Z<\/updated>/);
});

Deno.test("formatAlert() lets no post call everyone", () => {
  const slack = JSON.parse(formatAlert(alertOf(), "slack").body);
  ok(!/[<>]/.test(slack.text), slack.text);
  const discord = JSON.parse(formatAlert(alertOf(), "discord").body);
  strictEqual(JSON.stringify(discord.allowed_mentions), '{"parse":[]}');
  const { headers, body } = formatAlert(alertOf(), "ntfy");
  match(headers.title!, /^=\?UTF-8\?B\?[\w+/=]+\?=$/);
  match(body, /#storm, a\.example/);
  const plain = JSON.parse(formatAlert(alertOf(), "json").body);
  strictEqual(plain.path, "/t/cat%20%26%20dog?from=1769860800&to=1769860860");
  strictEqual(plain.jump.reasons.authors.authors, 37);
});

Deno.test("withoutRestricted() hands on no text of X", () => {
  const textOf = (event: AlertEvent) =>
    event.kind === "jump" ? event.jump.reasons.repeated?.text : undefined;
  strictEqual(textOf(withoutRestricted(alertOf())), REPEATED);
  strictEqual(textOf(withoutRestricted(alertOf("x"))), undefined);
});

Deno.test("signBody() is HMAC-SHA256", async () => {
  strictEqual(
    await signBody("what do ya want for nothing?", "Jefe"),
    "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
});
