import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

/** An open file of posts. */
export interface OpenFile {
  /** What its first bytes are, in short. */
  readonly head: string;
  /** Its bytes, unpacked if they are gzip; the file closes with them. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

const HEAD_BYTES = 4_096;

/** Opens a file of posts, plain or gzip (told by its first bytes, not by its name). */
export async function openFile(path: string): Promise<OpenFile> {
  const file = await Deno.open(path);
  try {
    const first = new Uint8Array(HEAD_BYTES);
    const length = await file.read(first) ?? 0;
    await file.seek(0, Deno.SeekMode.Start);
    const head = await digest(first.subarray(0, length));
    const isGzip = first[0] === 0x1f && first[1] === 0x8b;
    return { head, chunks: isGzip ? gunzip(file.readable) : file.readable };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Not `DecompressionStream`: that takes only the first member of a file that was appended to. */
async function* gunzip(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const unpacked = createGunzip();
  const piped = pipeline(Readable.from(chunks), unpacked).catch(() => {}); // the reader is told
  try {
    yield* unpacked;
  } finally {
    await piped;
  }
}

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return hash.slice(0, 8).toHex();
}
