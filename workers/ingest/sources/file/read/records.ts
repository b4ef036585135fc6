import {
  checkSize,
  type Line,
  parseJsonBytes,
  type Rejection,
  splitLines,
} from "../../lines.ts";
import { headOf, MAX_HEAD } from "../../post_fields.ts";
import { parseJson } from "../../x/client.ts";
import { isSentiment140 } from "../formats/x_tables.ts";
import { readRows } from "./csv.ts";
import { ElementSplitter } from "./elements.ts";
import type { Layout } from "./layout.ts";

/** A record of a file, before it is known what it is. */
export type RawRecord =
  & {
    /** Its place for people: `line 31`, `record 4`, `feed[2]`. */
    readonly where: string;
    /** Its first bytes, perhaps in the memory of what surrounds it. */
    readonly head: Uint8Array;
    /** Bytes of the whole record. */
    readonly size: number;
  }
  & (
    | { readonly kind: "json"; readonly value: unknown }
    | { readonly kind: "row"; readonly cells: readonly string[] }
    | { readonly kind: "blank" }
    | { readonly kind: "damaged" } & Rejection
  );

/** Bytes that a record may have: a page of 500 posts has some 2 MB. */
export const MAX_RECORD = 8 * 1024 * 1024;

/** Bytes that a file of one JSON object may have, which is held in memory. */
const MAX_OBJECT = 64 * 1024 * 1024;

/** Reads the records of a file of UTF-8 one by one. */
export function readRecords(
  chunks: AsyncIterable<Uint8Array>,
  layout: Layout,
): AsyncGenerator<RawRecord> {
  switch (layout.kind) {
    case "lines":
      return readLines(chunks);
    case "list":
      return readList(chunks, layout);
    case "object":
      return readObject(chunks);
    case "table":
      return readTable(chunks, layout.separator);
  }
}

async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<RawRecord> {
  let number = 0;
  for await (const line of splitLines(chunks, MAX_RECORD)) {
    yield toRecord(line, `line ${++number}`);
  }
}

async function* readList(
  chunks: AsyncIterable<Uint8Array>,
  { name, from }: Extract<Layout, { kind: "list" }>,
): AsyncGenerator<RawRecord> {
  const isWhole = name === "element";
  const splitter = new ElementSplitter({ maxBytes: MAX_RECORD, isWhole });
  let skip = from;
  let number = 0;
  const where = () => isWhole ? `element ${++number}` : `${name}[${number++}]`;
  for await (const chunk of chunks) {
    const skipped = Math.min(skip, chunk.length);
    skip -= skipped;
    for (const element of splitter.push(chunk.subarray(skipped))) {
      const record = toRecord(element, where());
      yield element.isCut ? damaged(record, NOT_CLOSED) : record;
    }
  }
  let isReported = splitter.isClosed;
  for (const element of splitter.end()) {
    isReported = true;
    yield damaged(toRecord(element, where()), CUT);
  }
  if (!isReported) {
    const nothing = { head: new Uint8Array(), size: 0 };
    yield damaged({ ...nothing, where: where() }, CUT);
  }
}

const NOT_CLOSED = "It is not JSON: another record begins within it";
const CUT = "The file ends before its list does";

function damaged(
  { where, head, size }: Pick<RawRecord, "where" | "head" | "size">,
  detail: string,
): RawRecord {
  return { where, head, size, kind: "damaged", reason: "malformed", detail };
}

async function* readObject(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<RawRecord> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size <= MAX_OBJECT) parts.push(new Uint8Array(chunk));
  }
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  yield toRecord({ bytes, size }, "the file", MAX_OBJECT);
}

/** Parses a record of JSON; ids that JavaScript would round stay whole. */
function toRecord(line: Line, where: string, max = MAX_RECORD): RawRecord {
  const { size, bytes } = line;
  const base = { where, head: bytes.subarray(0, MAX_HEAD), size };
  const json = checkSize(line, max) ?? parseJsonBytes(bytes, parseExactly);
  if (json === null) return { ...base, kind: "blank" };
  return "value" in json
    ? { ...base, kind: "json", value: json.value }
    : { ...base, kind: "damaged", ...json };
}

/** Reading long numbers whole takes several times as long: not where the same ids stand beside them as strings. */
function parseExactly(text: string): unknown {
  return text.includes('"id_str"') ? JSON.parse(text) : parseJson(text);
}

async function* readTable(
  chunks: AsyncIterable<Uint8Array>,
  separator: string,
): AsyncGenerator<RawRecord> {
  let number = -1; // the header is no record
  let isFirst = true;
  for await (const { cells, head, damage } of readRows(chunks, separator)) {
    if (isFirst && isSentiment140(cells)) number = 0;
    isFirst = false;
    const isBlank = damage === undefined && cells.length === 1 &&
      cells[0]!.trim() === "";
    if (!isBlank) number++;
    const base = { where: `record ${number}`, head: headOf(head), size: 0 };
    if (damage !== undefined) {
      yield damaged(base, `The row is damaged: ${damage}`);
    } else if (isBlank) yield { ...base, kind: "blank" };
    else yield { ...base, kind: "row", cells };
  }
}
