import type { ExportFormat } from "../../domain/post/export.ts";
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

const TYPES: Readonly<Record<ExportFormat, string>> = {
  ndjson: "application/x-ndjson; charset=utf-8",
  csv: "text/csv; charset=utf-8; header=present",
  "csv-excel": "text/csv; charset=utf-8; header=present",
};

/** Headers that make a browser save an export under a descriptive name. */
export function downloadHeaders(
  slug: string,
  { from, to }: TimeRange,
  format: ExportFormat,
): Record<string, string> {
  const ending = format.replace("csv-excel", "excel.csv");
  const name = `freshet-${slug}-${stamp(from)}-${stamp(to)}.${ending}`;
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
