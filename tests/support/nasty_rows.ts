import { readLines } from "./lines.ts";

const SHARED = new URL("../../../shared/data/", import.meta.url);

const FILES = [
  "nasty_blns.ndjson",
  "nasty_xss.ndjson.gz",
  "nasty_emoji.ndjson.gz",
  "nasty_handmade.ndjson.gz",
];

/** A few of each kind, for where the real collections are not. */
const OWN_ROWS: readonly NastyRow[] = [
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
];

/** A row of hostile input: a text, or a line of a stream as text or as bytes. */
export interface NastyRow {
  readonly id: string;
  readonly text?: string;
  readonly raw_json?: string;
  readonly bytes_b64?: string;
}

/** All hostile rows that are here. */
export async function readNastyRows(): Promise<readonly NastyRow[]> {
  try {
    const files = await Promise.all(
      FILES.map((name) => readLines(new URL(name, SHARED))),
    );
    return files.flat().map((line) => JSON.parse(line));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    // deno-lint-ignore no-console
    console.log(
      "The collections of hostile texts are not here: own rows instead",
    );
    return OWN_ROWS;
  }
}

/** The line that a row is as input of the file source; a text gets a word in front that is tracked. */
export function toLine(row: NastyRow): Uint8Array<ArrayBuffer> {
  if (row.bytes_b64 !== undefined) return Uint8Array.fromBase64(row.bytes_b64);
  const line = row.raw_json ??
    JSON.stringify({ id: row.id, text: `trump ${row.text}` });
  return new TextEncoder().encode(line);
}
