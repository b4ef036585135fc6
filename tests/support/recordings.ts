import type { MatchInput } from "../../domain/query/match.ts";
import {
  accountMessage,
  commitMessage,
  postMessage,
} from "./fakes/bluesky_server.ts";
import { generatePosts } from "../../workers/ingest/sources/demo/generate.ts";
import { readShared } from "./post_files.ts";

const NASTY_FILES = [
  "nasty_blns.ndjson",
  "nasty_xss.ndjson.gz",
  "nasty_emoji.ndjson.gz",
  "nasty_handmade.ndjson.gz",
];

/** A few of each kind, for where the real collections are not. */
const OWN_NASTY_ROWS: readonly NastyRow[] = [
  {
    id: "own-1",
    text: "<script>alert(1)</script><img src=x onerror=alert(1)>",
  },
  { id: "own-2", text: "event: tick\ndata: {}\n\n\u2028 \u0000 \u001b[31m" },
  { id: "own-3", text: "__proto__ constructor 👨‍👩‍👧‍👦 \u202egood\u202c" },
  { id: "own-4", text: "bad ".repeat(25_000) },
  { id: "own-5", raw_json: '{"text":"cut \\ud83d"}' },
  { id: "own-6", raw_json: "<html>" },
  { id: "own-7", bytes_b64: "eyJ0ZXh0IjoiY2Fm6SJ9" },
  { id: "own-8", text: "'; DROP TABLE posts; --" },
  {
    id: "own-9",
    text: "Z\u0351\u036b\u0343a\u0363\u0369l\u0348\u035ago \u200b\ufeff",
  },
  { id: "own-10", text: "&lt;b&gt; &amp;amp; %00 ${7*7} {{7*7}}" },
];

/** A row of hostile input: a text, or a line of a stream as text or as bytes. */
export interface NastyRow {
  readonly id: string;
  readonly text?: string;
  readonly raw_json?: string;
  readonly bytes_b64?: string;
}

/** The collections of hostile rows, or a few of our own. */
export async function readNastyRows(): Promise<readonly NastyRow[]> {
  const files = await Promise.all(
    NASTY_FILES.map((name) => readShared<NastyRow>(name)),
  );
  return files.includes(null) ? OWN_NASTY_ROWS : files.flatMap((rows) => rows!);
}

/** The line that a row is as input of the file source; a text gets a word in front that is tracked. */
export function toLine(row: NastyRow): Uint8Array<ArrayBuffer> {
  if (row.bytes_b64 !== undefined) return Uint8Array.fromBase64(row.bytes_b64);
  const line = row.raw_json ??
    JSON.stringify({ id: row.id, text: `trump ${row.text}` });
  return new TextEncoder().encode(line);
}

/** The posts of a file beside the repository, or made-up ones. */
export async function readTestPosts(file: string): Promise<MatchInput[]> {
  const rows = await readShared<Partial<MatchInput>>(file);
  return rows?.map(toPost) ??
    (file.startsWith("nasty") ? MADE_UP : makePosts(3_000));
}

/** Posts with as many different words as real ones have. */
function makePosts(count: number): MatchInput[] {
  const rare = (i: number) => `w${(i * 7_919 % 60_013).toString(36)}`;
  return generatePosts({ seed: 1, rate: 20, words: ["trump", "$aapl"] })
    .filter((made) => made.kind === "post").take(count)
    .map(({ text, author, lang, serial }) => {
      const words = Array.from({ length: 16 }, (_, i) => rare(16 * serial + i));
      return { text: `${text} ${words.join(" ")}`, author, lang };
    }).toArray();
}

/** A row of the files; hostile ones may lack a text, and then are a text themselves. */
function toPost(row: Partial<MatchInput>): MatchInput {
  const { text = JSON.stringify(row), author = null, lang = "und" } = row;
  return { text, author, lang };
}

const MADE_UP: MatchInput[] = ["en", "de-AT", "und"].flatMap((lang) =>
  [
    "Trump's rally tonight, says @realDonaldTrump https://t.co/trump",
    "RT @ann: I ❤️ #Trump and $TRMP 👍🏽",
    "trumpet solo, no politics",
    "DONALD TRUMP 🇺🇸 www.trump.com",
    "\u202Etrump\u202C \0 H̵̛͕a̷͔m <script>alert(1)</script>",
    "constructor __proto__ \uD800 " + "a\u0301\u0323".repeat(2_000),
  ].map((text, i) => ({ text, author: `user_${i}`, lang }))
);

/** What a server was seen to send: a line, a block of server-sent events or a message of a WebSocket. */
export interface RecordedLine {
  /** Of Mastodon `sse:update`, `ws:delete`, …; of X `post`, `error`, `keepalive`, … */
  readonly kind: string;
  readonly raw: string;
}

const OWN_STATUS = JSON.stringify({
  id: "108914354907984653",
  created_at: "2022-08-30T23:12:47.000Z",
  content: "<p>good morning</p>",
  visibility: "public",
  language: "en",
  account: { acct: "ann@social.example" },
});
const OWN_MASTODON_LINES: readonly RecordedLine[] = [
  { kind: "sse:heartbeat", raw: ":thump\n" },
  { kind: "sse:update", raw: `event: update\ndata: ${OWN_STATUS}\n\n` },
  { kind: "sse:delete", raw: "event: delete\ndata: 108914354907984653\n\n" },
  {
    kind: "ws:update",
    raw: JSON.stringify({ event: "update", payload: OWN_STATUS }),
  },
  {
    kind: "ws:delete",
    raw: `{"event":"delete","payload":"108914354907984653"}`,
  },
];

/** What a server of Mastodon was seen to send, or a few lines of our own. */
export async function readMastodonLines(): Promise<readonly RecordedLine[]> {
  return await readShared("proto_mastodon.ndjson") ?? OWN_MASTODON_LINES;
}

const OWN_X_LINES: readonly RecordedLine[] = [
  {
    kind: "post",
    raw: '{"data":{"id":"1800000000000000001","text":"a cat"},' +
      '"matching_rules":[{"id":1800000000000000003,"tag":null}]}',
  },
  {
    kind: "post",
    raw: '{"data":{"id":"1800000000000000004","text":"cats &amp; dogs",' +
      '"author_id":"7","lang":"en"},"includes":{"users":[{"id":"7",' +
      '"name":"A","username":"a"}]},"matching_rules":[{"id":"5"}]}',
  },
  {
    kind: "post",
    raw: '{"data":{"id":"1800000000000000006","text":"RT @a: a c…",' +
      '"referenced_tweets":[{"type":"retweeted","id":"9"}]},"includes":' +
      '{"tweets":[{"id":"9","text":"a cat of mine"}]},' +
      '"matching_rules":[{"id":"5","tag":""}]}',
  },
  {
    kind: "error",
    raw: '{"errors":[{"title":"operational-disconnect","disconnect_type":' +
      '"UpstreamOperationalDisconnect","detail":"For operational reasons."}]}',
  },
  { kind: "control", raw: '{"type":"connection_metadata","datacenter":"x"}' },
  { kind: "keepalive", raw: "\r\n" },
];

/** What X was seen to send, or a few lines of our own. */
export async function readXLines(): Promise<readonly RecordedLine[]> {
  return await readShared("proto_x_v2.ndjson") ?? OWN_X_LINES;
}

const OWN_MESSAGES = [
  postMessage("did:plc:ann", "3a", "A day at the sea 🌊"),
  postMessage("did:plc:bob", "3b", "", { embed: { $type: "x" } }),
  commitMessage("did:plc:ann", "delete", "3a"),
  { did: "did:plc:bob", kind: "identity", identity: { did: "did:plc:bob" } },
  accountMessage("did:plc:bob", true),
].map((message, i) => JSON.stringify({ ...message, time_us: 1e15 + i }));

/** What a public instance of Jetstream was seen to send, word for word, or a few messages of our own. */
export async function readJetstreamLines(): Promise<readonly string[]> {
  const rows = await readShared<{ nature: string; raw: string }>(
    "proto_bluesky_jetstream.ndjson",
  );
  return rows?.filter(({ nature }) => nature === "recorded")
    .map(({ raw }) => raw) ?? OWN_MESSAGES;
}

/** Ten queries of all kinds, for benchmarks. */
export const TOPICS = [
  "trump",
  "(climate OR warming) lang:en -is:retweet",
  "$AAPL",
  '"wall street" OR nasdaq',
  "#stocks has:links",
  "@CNBC OR from:cnbc",
  "coca-cola OR pepsi",
  "🚀 OR 😀 OR 👍",
  "(tesla OR $TSLA) -musk",
  "earnings (beat OR miss) -has:hashtags",
];
