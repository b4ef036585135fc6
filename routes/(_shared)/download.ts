import type { ExportFormat } from "../../domain/post/export.ts";
import { type Cell, csvTable, TABLE_FORMATS } from "../../domain/text/csv.ts";
import { parseChoice } from "../../domain/request/parameters.ts";
import type { TimeRange } from "../../domain/time/range.ts";

const CHUNK_LENGTH = 16_384;

/**
 * Streams lines as fast as the client reads them. The first chunk is read before
 * it resolves, so that an early failure can still change the status.
 */
export async function openTextStream(
  lines: AsyncIterable<string>,
): Promise<ReadableStream<Uint8Array>> {
  const iterator = lines[Symbol.asyncIterator]();
  let chunk = await readChunk(iterator);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (chunk !== "") controller.enqueue(new TextEncoder().encode(chunk));
      if (chunk.length < CHUNK_LENGTH) return controller.close();
      chunk = await readChunk(iterator);
    },
    async cancel() {
      await iterator.return?.();
    },
  }, { highWaterMark: 0 });
}

/** Joins lines up to the length of a chunk; a shorter one is the last. */
async function readChunk(lines: AsyncIterator<string>): Promise<string> {
  let chunk = "";
  while (chunk.length < CHUNK_LENGTH) {
    const { done, value } = await lines.next();
    if (done) break;
    chunk += value;
  }
  return chunk;
}

/** Formats of files: of exports, and of what says where they come from. */
type FileFormat = ExportFormat | "provenance.json" | "gexf";

const TYPES: Readonly<Record<FileFormat, string>> = {
  ndjson: "application/x-ndjson; charset=utf-8",
  csv: "text/csv; charset=utf-8; header=present",
  "csv-excel": "text/csv; charset=utf-8; header=present",
  "provenance.json": "application/json; charset=utf-8",
  gexf: "application/gexf+xml; charset=utf-8",
};

/** Headers that make a browser save a file under a descriptive name. @param about Such as the topic. */
export function downloadHeaders(
  about: string,
  { from, to }: TimeRange,
  format: FileFormat,
): Record<string, string> {
  const ending = format.replace("csv-excel", "excel.csv");
  const name = `freshet-${about}-${stamp(from)}-${stamp(to)}.${ending}`;
  const plain = name.replace(/[^\w.-]/g, "_");
  const exact = encodeURIComponent(name);
  return {
    "content-type": TYPES[format],
    "content-disposition":
      `attachment; filename="${plain}"; filename*=UTF-8''${exact}`,
  };
}

/** A time without the colons that some file systems refuse: `20260131T235959Z`. */
function stamp(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().replace(/[-:]|\.\d+/g, "");
}

/** Numbers that a client may have as JSON or as a table. */
interface Table {
  /** What the file is called after, such as `trump-series`. */
  readonly about: string;
  readonly range: TimeRange;
  /** The answer as JSON. */
  readonly json: unknown;
  /** The same as rows. */
  readonly table: () => {
    readonly columns: readonly string[];
    readonly rows: readonly (readonly Cell[])[];
  };
}

/** How the `format` of an address wants a {@linkcode Table} answered. @throws {ParameterError} If there is no such format. */
export function tableAnswer(
  params: URLSearchParams,
): (table: Table) => Response {
  const format = parseChoice(params, "format", TABLE_FORMATS, {
    fallback: "json",
  });
  return ({ about, range, json, table }) => {
    if (format === "json") return Response.json(json);
    const { columns, rows } = table();
    return new Response(csvTable(columns, rows, format), {
      headers: downloadHeaders(about, range, format),
    });
  };
}
