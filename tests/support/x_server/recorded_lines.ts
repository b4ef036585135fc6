import { readLines } from "../lines.ts";

const SHARED = new URL(
  "../../../../shared/data/proto_x_v2.ndjson",
  import.meta.url,
);

/** A line as X sent it, or as its documentation has it. */
export interface RecordedLine {
  /** `post`, `error`, `control`, `keepalive`, … */
  readonly kind: string;
  readonly raw: string;
}

/** One of each kind, for where the real ones are not. */
const OWN_LINES: readonly RecordedLine[] = [
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

/** What X was seen to send. */
export async function recordedLines(): Promise<readonly RecordedLine[]> {
  try {
    return (await readLines(SHARED)).map((line) => JSON.parse(line));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    // deno-lint-ignore no-console
    console.log("The recorded lines of X are not here: own ones instead");
    return OWN_LINES;
  }
}
