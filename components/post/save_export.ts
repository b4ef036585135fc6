import { formatCount } from "../../domain/format/numbers.ts";
import type { ExportFormat } from "../../domain/post/export.ts";

/** The part of a browser's window that saves straight into a file. */
interface FilePicker {
  showSaveFilePicker?: (
    options: { suggestedName: string },
  ) => Promise<{ createWritable(): Promise<WritableStream<Uint8Array>> }>;
}

/**
 * Saves an export, until `signal` aborts: straight into a file where the browser
 * can, so that memory stays small, else by way of memory.
 *
 * @param tell Told now and then how many posts there are so far.
 * @returns How it ended, in words.
 */
export async function saveExport(
  href: string,
  format: ExportFormat,
  signal: AbortSignal,
  tell: (posts: number) => void,
): Promise<string> {
  let posts = 0;
  try {
    const name = fileName(href, format);
    const target = await openTarget(name);
    const response = await fetch(href, { signal });
    if (!response.ok || !response.body) {
      throw new Error(`The server answers ${response.status}`);
    }
    const counted = countLines(format, (lines) => {
      posts = format === "csv" ? lines - 1 : lines;
      tell(posts);
    });
    await response.body.pipeThrough(counted).pipeTo(target, { signal });
    return `${formatCount(posts)} posts saved`;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error.name === "AbortError"
      ? "Stopped, nothing is saved"
      : `Failed, nothing is saved: ${error.message}`;
  }
}

function fileName(href: string, format: ExportFormat): string {
  const params = new URLSearchParams(href.split("?")[1]);
  const slug = (params.get("topic") ?? "").replace(/[^\p{L}\p{N}-]/gu, "_");
  const day = new Date().toISOString().slice(0, 10);
  return `freshet-${slug}-${day}.${format}`;
}

async function openTarget(name: string): Promise<WritableStream<Uint8Array>> {
  const { showSaveFilePicker } = globalThis as FilePicker;
  if (!showSaveFilePicker) return toDownload(name);
  const file = await showSaveFilePicker({ suggestedName: name });
  return await file.createWritable();
}

/** Gathers all, and then saves it as a link would. */
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
const RETURN = 13;

/**
 * Passes an export on, and tells after each part how many lines have ended. Texts
 * hold no `\r`, so that one ends a line of CSV; one of NDJSON is ended by `\n`.
 */
export function countLines(
  format: "csv" | "ndjson",
  tell: (lines: number) => void,
): TransformStream<Uint8Array, Uint8Array> {
  const end = format === "csv" ? RETURN : LINE_FEED;
  let lines = 0;
  return new TransformStream({
    transform(chunk, controller) {
      for (const byte of chunk) if (byte === end) lines++;
      tell(lines);
      controller.enqueue(chunk);
    },
  });
}
