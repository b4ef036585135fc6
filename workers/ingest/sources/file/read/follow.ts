import { sleep } from "../../../../../domain/time/retry.ts";
import { HEAD_BYTES, isGzip, isZip, type OpenFile } from "./open.ts";

/** How often a file is looked at for more. */
const POLL_MS = 500;

/**
 * Opens a file that grows, as `tail -f` does. Its chunks end when `signal`
 * aborts, or when another file has its name or it was emptied; opened again
 * then, it is read from its beginning.
 */
export async function followFile(
  path: string,
  signal: AbortSignal,
  pollMs: number = POLL_MS,
): Promise<OpenFile> {
  const file = await Deno.open(path);
  try {
    const bytes = new Uint8Array(HEAD_BYTES);
    let first = bytes.subarray(0, await file.read(bytes) ?? 0);
    while (first.length === 0 && !signal.aborted) {
      await sleep(pollMs, signal);
      first = bytes.subarray(0, await file.read(bytes) ?? 0);
    }
    if (isGzip(first) || isZip(first)) {
      throw new Error("A packed file cannot be followed: leave out follow=1");
    }
    await file.seek(0, Deno.SeekMode.Start);
    const chunks = grow(file, path, signal, pollMs);
    return { first, chunks, close: () => file.close() };
  } catch (error) {
    file.close();
    throw error;
  }
}

async function* grow(
  file: Deno.FsFile,
  path: string,
  signal: AbortSignal,
  pollMs: number,
): AsyncGenerator<Uint8Array> {
  using _file = file;
  const { ino } = await file.stat();
  let read = 0;
  let isReplaced = false;
  while (!signal.aborted) {
    const bytes = new Uint8Array(64 * 1024);
    const count = await file.read(bytes);
    if (count !== null) {
      read += count;
      yield bytes.subarray(0, count);
      continue;
    }
    if (isReplaced) return;
    const now = await statOf(path);
    if (now !== null && now.size < read && now.ino === ino) return; // it was emptied
    isReplaced = now !== null && now.ino !== ino;
    if (!isReplaced) await sleep(pollMs, signal);
  }
}

/** Null while the name is free: the next file may be about to take it. */
async function statOf(path: string): Promise<Deno.FileInfo | null> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
