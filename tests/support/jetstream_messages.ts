import { readLines } from "./lines.ts";

const RECORDED = new URL(
  "../../../shared/data/proto_bluesky_jetstream.ndjson",
  import.meta.url,
);

/** A message of Jetstream, without its time. */
export type Message = Record<string, unknown>;

/** A message that a post was written; `more` goes into its record. */
export function postMessage(
  did: string,
  rkey: string,
  text: unknown,
  more: Record<string, unknown> = {},
): Message {
  const createdAt = new Date().toISOString();
  const record = { text, createdAt, langs: ["en"], ...more };
  return commitMessage(did, "create", rkey, { record });
}

/** A message about a post. */
export function commitMessage(
  did: string,
  operation: string,
  rkey: string,
  more: Record<string, unknown> = {},
): Message {
  const collection = "app.bsky.feed.post";
  const commit = { rev: "3k", operation, collection, rkey, ...more };
  return { did, kind: "commit", commit };
}

/** A message about an account. */
export function accountMessage(
  did: string,
  active: boolean,
  status?: string,
): Message {
  return { did, kind: "account", account: { active, did, seq: 1, status } };
}

/** What was recorded of a public instance, word for word; where it is absent, a few that are made up. */
export async function readRecorded(): Promise<readonly string[]> {
  try {
    const rows = (await readLines(RECORDED)).map((line) =>
      JSON.parse(line) as { nature: string; raw: string }
    );
    return rows.filter(({ nature }) => nature === "recorded")
      .map(({ raw }) => raw);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    // deno-lint-ignore no-console
    console.log("No recording of Jetstream is here: own messages instead");
    return OWN;
  }
}

const OWN = [
  postMessage("did:plc:ann", "3a", "A day at the sea 🌊"),
  postMessage("did:plc:bob", "3b", "", { embed: { $type: "x" } }),
  commitMessage("did:plc:ann", "delete", "3a"),
  { did: "did:plc:bob", kind: "identity", identity: { did: "did:plc:bob" } },
  accountMessage("did:plc:bob", true),
].map((message, i) => JSON.stringify({ ...message, time_us: 1e15 + i }));
