import { findTableFormat } from "../formats/tables.ts";
import { readColumns, type TableFormat } from "../formats/columns.ts";
import { isSentiment140, SENTIMENT_140_HEADER } from "../formats/x_tables.ts";
import { readJson } from "../formats/json.ts";
import { serverOf } from "../formats/mastodon.ts";
import {
  checkReading,
  createContext,
  type FileContext,
  findLostTail,
  isObject,
  type Reading,
  refuse,
} from "../formats/reading.ts";
import { findDayFirst } from "../formats/times.ts";
import { MAX_SIZE } from "../../post_fields.ts";
import { toUtf8 } from "./encoding.ts";
import { findLayout, UnreadableFileError } from "./layout.ts";
import { type RawRecord, readRecords } from "./records.ts";

/** A record of a file, and what it says; nothing if it is blank. */
export interface FileRecord extends Pick<RawRecord, "where" | "head"> {
  readonly readings: readonly Reading[];
  /** When it was read. */
  readonly nowMs: number;
}

/** The records of a text, and the name of their format as far as it is known. */
export interface Contents {
  readonly records: AsyncIterable<FileRecord>;
  readonly format: () => string;
}

/** Bytes of a text that are looked at to recognize it. */
const HEAD_BYTES = 256 * 1024;

/** Options for {@linkcode readContents}. */
export interface ContentsOptions {
  /** Whether the text may grow, so that its beginning is all there is yet. */
  readonly isGrowing: boolean;
  readonly nowMs: () => number;
}

/**
 * Recognizes a text by its contents and reads its records.
 *
 * @throws {UnreadableFileError} If it cannot hold posts.
 */
export async function readContents(
  chunks: AsyncIterable<Uint8Array>,
  { isGrowing, nowMs }: ContentsOptions,
): Promise<Contents> {
  const source = chunks[Symbol.asyncIterator]();
  const first = await source.next();
  const start = first.done ? new Uint8Array() : first.value;
  const all = toUtf8(start, rejoin([start], source))[Symbol.asyncIterator]();
  const { head, isWhole } = await peek(all, isGrowing);
  const layout = findLayout(head);
  if (layout === null) {
    await all.return?.(undefined);
    return { records: nothing(), format: () => "nothing" };
  }
  const context = createContext(nowMs());
  const reader = createReader(context);
  const sample = readRecords(once(head), layout);
  await study(sample, reader, context, isWhole || isGrowing);
  const records = readRecords(rejoin([head], all), layout);
  return {
    records: readAll(records, createReader(context), context, nowMs),
    format: () => reader.format(),
  };
}

async function* nothing(): AsyncGenerator<never> {}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* rejoin(
  first: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* first;
    for (let next; !(next = await rest.next()).done;) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** The beginning of a text. */
async function peek(
  chunks: AsyncIterator<Uint8Array>,
  isGrowing: boolean,
): Promise<{ head: Uint8Array; isWhole: boolean }> {
  const parts: Uint8Array[] = [];
  let size = 0;
  let isWhole = false;
  const isEnough = () =>
    size >= HEAD_BYTES ||
    (isGrowing && parts.some((part) => part.includes(10)));
  while (!isWhole && !isEnough()) {
    const next = await chunks.next();
    if (next.done) isWhole = true;
    else {
      parts.push(next.value);
      size += next.value.length;
    }
  }
  const head = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    head.set(part, at);
    at += part.length;
  }
  return { head, isWhole };
}

/** Records that are looked at before the first is read. */
const SAMPLE = 500;

/** Finds out how ids and times are written, and which server of Mastodon answered. */
async function study(
  records: AsyncIterable<RawRecord>,
  reader: RecordReader,
  context: FileContext,
  isWhole: boolean,
): Promise<void> {
  const ids: string[] = [];
  const times: string[] = [];
  let previous: RawRecord | undefined;
  let count = 0;
  const look = (record: RawRecord) => {
    if (record.kind === "json" && isObject(record.value)) {
      context.host ??= serverOf(record.value);
    }
    for (const reading of reader.read(record)) {
      if ("post" in reading) ids.push(reading.post.id);
    }
    const cells = reader.cellsOf(record);
    ids.push(...cells.ids);
    times.push(...cells.times);
  };
  for await (const record of records) { // the last one may be cut
    if (previous) look(previous);
    previous = record;
    if (++count === SAMPLE) break;
  }
  if (previous && (isWhole || count === 1)) look(previous);
  context.lostTail = findLostTail([...new Set(ids)]);
  context.isDayFirst = findDayFirst(times);
}

async function* readAll(
  records: AsyncIterable<RawRecord>,
  reader: RecordReader,
  context: FileContext,
  nowMs: () => number,
): AsyncGenerator<FileRecord> {
  for await (const record of records) {
    context.nowMs = nowMs();
    const readings = reader.read(record)
      .map((reading) => checkReading(reading, context));
    const { where, head } = record;
    yield { where, head, readings, nowMs: context.nowMs };
  }
}

/** See {@linkcode createReader}. */
type RecordReader = ReturnType<typeof createReader>;

/** Reads records by their format; a table's by its header. */
function createReader(context: FileContext) {
  let columns: ReturnType<typeof readColumns> | undefined;
  let table: TableFormat | null = null;

  function begin(row: readonly string[]): void {
    columns = readColumns(isSentiment140(row) ? SENTIMENT_140_HEADER : row);
    table = findTableFormat(columns);
    if (table === null) {
      const names = row.slice(0, 8).map((name) => name.slice(0, 30)).join(", ");
      throw new UnreadableFileError(
        `No column holds a text: the first row has ${names}; one must be named ` +
          "text, tweet, body, content or message",
      );
    }
    context.format = table.name;
  }

  function readRow(row: readonly string[]): Reading[] {
    if (columns === undefined) {
      begin(row);
      if (!isSentiment140(row)) return [];
    }
    const reading = table!.read(columns!.cellsOf(row), context);
    const missing = columns!.names.length - row.length;
    return reading.kind === "rejected" && missing > 0
      ? [{
        ...reading,
        part: `${row.length} of ${columns!.names.length} cells`,
      }]
      : [reading];
  }

  return {
    format: () => context.format ?? "unknown",
    read(record: RawRecord): Reading[] {
      const isOwn = context.format === null || context.format === "Freshet";
      switch (record.kind) {
        case "blank":
          return [];
        case "row":
          return readRow(record.cells);
        case "damaged":
          return isOwn && record.size > MAX_SIZE
            ? [tooLong(record)]
            : [{ ...refuse(record.detail), reason: record.reason }];
        case "json": {
          const readings = readJson(record.value, context);
          return context.format === "Freshet" && record.size > MAX_SIZE
            ? [tooLong(record)]
            : readings;
        }
      }
    },
    /** The cells of a row that hold ids and times. */
    cellsOf(record: RawRecord): { ids: string[]; times: string[] } {
      if (record.kind !== "row" || !columns || !table) {
        return { ids: [], times: [] };
      }
      const cell = columns.cellsOf(record.cells);
      const filled = (text: string) => text === "" ? [] : [text];
      return {
        ids: filled(cell(...table.ids)),
        times: filled(cell(...table.times)),
      };
    },
  };
}

function tooLong({ size }: RawRecord): Reading {
  const detail = `The line has ${size} bytes, more than ${MAX_SIZE}`;
  return { kind: "rejected", reason: "oversize", detail };
}
