import { formatCount } from "../../domain/format/numbers.ts";
import type { ExportFormat } from "../../domain/post/export.ts";

/** The part of a browser's window that opens a file for writing. */
interface FilePicker {
  showSaveFilePicker?: (
    options: { suggestedName: string },
  ) => Promise<{ createWritable(): Promise<WritableStream<Uint8Array>> }>;
}

/**
 * Saves an export until `signal` aborts: streams it into a file if the browser
 * supports that, else collects it in memory.
 *
 * @param onProgress Called now and then with the number of posts so far.
 * @returns The outcome in words.
 */
export async function saveExport(
  href: string,
  format: ExportFormat,
  signal: AbortSignal,
  onProgress: (posts: number) => void,
): Promise<string> {
  let posts = 0;
  try {
    const name = fileName(href, format);
    const target = await openTarget(name);
    const response = await fetch(href, { signal });
    if (!response.ok || !response.body) {
      throw new Error(`The server returned ${response.status}`);
    }
    const counted = countLines(format, (lines) => {
      posts = format === "ndjson" ? lines : lines - 1;
      onProgress(posts);
    });
    await response.body.pipeThrough(counted).pipeTo(target, { signal });
    return `${formatCount(posts)} posts saved`;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error.name === "AbortError"
      ? "Stopped, nothing saved"
      : `Failed, nothing saved: ${error.message}`;
  }
}

function fileName(href: string, format: ExportFormat): string {
  const params = new URLSearchParams(href.split("?")[1]);
  const slug = (params.get("topic") ?? "").replace(/[^\p{L}\p{N}-]/gu, "_");
  const ending = format.replace("csv-excel", "excel.csv");
  const day = new Date().toISOString().slice(0, 10);
  return `freshet-${slug}-${day}.${ending}`;
}

async function openTarget(name: string): Promise<WritableStream<Uint8Array>> {
  const { showSaveFilePicker } = globalThis as FilePicker;
  if (!showSaveFilePicker) return toDownload(name);
  const file = await showSaveFilePicker({ suggestedName: name });
  return await file.createWritable();
}

/** Collects everything in memory, then downloads it. */
function toDownload(name: string): WritableStream<Uint8Array> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  return new WritableStream({
    write(chunk) {
      parts.push(chunk as Uint8Array<ArrayBuffer>);
    },
    close() {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob(parts));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    },
  });
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * Passes an export on and reports the number of lines after each chunk. Texts
 * contain no `\r`, so it ends a line of CSV; `\n` ends one of NDJSON.
 */
export function countLines(
  format: ExportFormat,
  onCount: (lines: number) => void,
): TransformStream<Uint8Array, Uint8Array> {
  const end = format === "ndjson" ? LINE_FEED : CARRIAGE_RETURN;
  let lines = 0;
  return new TransformStream({
    transform(chunk, controller) {
      for (const byte of chunk) if (byte === end) lines++;
      onCount(lines);
      controller.enqueue(chunk);
    },
  });
}
