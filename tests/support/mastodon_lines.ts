import { readLines } from "./lines.ts";

/** A line of a stream as a server sent it: a block of server-sent events, or a message of a WebSocket. */
export interface MastodonLine {
  readonly kind: string;
  readonly raw: string;
}

const FILE = new URL(
  "../../../shared/data/proto_mastodon.ndjson",
  import.meta.url,
);

const OWN_STATUS = JSON.stringify({
  id: "108914354907984653",
  created_at: "2022-08-30T23:12:47.000Z",
  content: "<p>good morning</p>",
  visibility: "public",
  language: "en",
  account: { acct: "ann@social.example" },
});
const OWN_LINES: readonly MastodonLine[] = [
  { kind: "sse:heartbeat", raw: ":thump\n" },
  { kind: "sse:update", raw: `event: update\ndata: ${OWN_STATUS}\n\n` },
  { kind: "sse:delete", raw: "event: delete\ndata: 108914354907984653\n\n" },
  {
    kind: "ws:update",
    raw: JSON.stringify({ event: "update", payload: OWN_STATUS }),
  },
  { kind: "ws:delete", raw: `{"event":"delete","payload":"8053"}` },
];

/** Lines that were recorded, where they are here; else a few of our own. */
export async function readMastodonLines(): Promise<readonly MastodonLine[]> {
  try {
    return (await readLines(FILE)).map((line) => JSON.parse(line));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    // deno-lint-ignore no-console
    console.log("Mastodon's recorded lines are not here: own lines instead");
    return OWN_LINES;
  }
}
