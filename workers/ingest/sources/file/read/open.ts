import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
// @ts-types="@types/yauzl"
import { type Entry, openPromise, type ZipFile } from "yauzl";

/** Bytes at the beginning of a file that identify it. */
export const HEAD_BYTES = 4_096;

/** An open file. */
export interface OpenFile {
  /** Its first bytes, at most {@linkcode HEAD_BYTES}. */
  readonly first: Uint8Array;
  /** All its bytes, unzipped; the file is closed with them. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Called with the number of bytes that were read from the disk. */
export type OnBytes = (count: number) => void;

/** Opens a file, plain or gzip (by its first bytes, not by its name). */
export async function openFile(
  path: string,
  onBytes: OnBytes = () => {},
): Promise<OpenFile> {
  const file = await Deno.open(path);
  try {
    const bytes = new Uint8Array(HEAD_BYTES);
    const first = bytes.subarray(0, await file.read(bytes) ?? 0);
    await file.seek(0, Deno.SeekMode.Start);
    const read = counted(file.readable, onBytes);
    return { first, chunks: isGzip(first) ? gunzip(read) : read };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Whether a file is packed by gzip. */
export function isGzip(first: Uint8Array): boolean {
  return first[0] === 0x1f && first[1] === 0x8b;
}

/** Whether a file is a zip archive. */
export function isZip(first: Uint8Array): boolean {
  return first[0] === 0x50 && first[1] === 0x4b && first[2] === 3 &&
    first[3] === 4;
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: OnBytes,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    onBytes(chunk.length);
    yield chunk;
  }
}

/** Not `DecompressionStream`: that reads only the first member of a file with several. */
async function* gunzip(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const unpacked = createGunzip();
  const piped = pipeline(Readable.from(chunks), unpacked).catch(() => {}); // the reader gets the error
  try {
    yield* unpacked;
  } finally {
    await piped;
  }
}

/** A file within a zip archive. */
export interface ZipMember {
  readonly name: string;
  /** Opens it; gzip within is unpacked too. */
  readonly open: () => Promise<AsyncIterable<Uint8Array>>;
}

/** Lies in archives beside what people put there. */
const LITTER = /(^|\/)(__MACOSX\/|\.)|\/$/;

/** Pictures, films and pages of an archive. */
const MEDIA = /\.(jpe?g|png|gif|webp|mp4|mov|m4v|mp3|ogg|html?|css|pdf|svg)$/i;

/** The posts in a download of one's own data, beside much else. */
const ARCHIVE = /(^|\/)(tweets?(-part\d+)?\.js|outbox\.json)$/;

/** The members of a zip archive that may hold posts, in their order; the archive is closed with them. */
export async function* openZip(
  path: string,
  onBytes: OnBytes = () => {},
): AsyncGenerator<ZipMember> {
  const zip = await openPromise(path, { autoClose: false });
  try {
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry);
    const files = entries.filter(({ fileName }) =>
      !LITTER.test(fileName) && !MEDIA.test(fileName)
    );
    const posts = files.filter(({ fileName }) => ARCHIVE.test(fileName));
    for (const entry of posts.length > 0 ? posts : files) {
      yield {
        name: entry.fileName,
        open: () => openEntry(zip, entry, onBytes),
      };
    }
  } finally {
    zip.close();
  }
}

async function openEntry(
  zip: ZipFile,
  entry: Entry,
  onBytes: OnBytes,
): Promise<AsyncIterable<Uint8Array>> {
  const stream = await zip.openReadStreamPromise(entry);
  const share = entry.compressedSize / Math.max(1, entry.uncompressedSize);
  const read = counted(stream, (count) => onBytes(count * share));
  return /\.gz$/i.test(entry.fileName) ? gunzip(read) : read;
}
