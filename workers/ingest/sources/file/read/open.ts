import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
// @ts-types="@types/yauzl"
import { type Entry, fromFdPromise, type ZipFile } from "yauzl";

/** Bytes at the beginning of a file that identify it. */
export const HEAD_BYTES = 4_096;

/** An open file. */
export interface OpenFile {
  /** Its first bytes, at most {@linkcode HEAD_BYTES}. */
  readonly first: Uint8Array;
  /** All its bytes, unzipped; the file is closed with them. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Closes the file whose bytes nobody reads. */
  readonly close: () => void;
}

/** Called with the number of bytes that were read from the disk. */
export type OnBytes = (count: number) => void;

/** Thrown for a gzip file or a zip archive that is cut or damaged, after what it holds. */
export class DamagedFileError extends Error {
  constructor(cause: unknown) {
    super(`the file is cut or damaged (${(cause as Error).message})`, {
      cause,
    });
    this.name = "DamagedFileError";
  }
}

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
    const chunks = isGzip(first) ? gunzip(read) : read;
    return { first, chunks, close: () => file.close() };
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
    yield* intact(unpacked);
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

/**
 * The members of a zip archive that may hold posts, in their order; the archive is
 * closed with them.
 *
 * @throws {DamagedFileError} Also by reading a member.
 */
export async function* openZip(
  path: string,
  onBytes: OnBytes = () => {},
): AsyncGenerator<ZipMember> {
  const zip = await orDamage(openArchive(path));
  const closed = once(zip, "close");
  try {
    const entries = await orDamage(Array.fromAsync(zip.eachEntry()));
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
    await closed;
  }
}

/** By its path, the file would still be open for a moment if it is no archive. */
async function openArchive(path: string): Promise<ZipFile> {
  const file = openSync(path, "r");
  try {
    return await fromFdPromise(file, { autoClose: false });
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** @throws {DamagedFileError} Where reading fails. */
async function orDamage<T>(work: Promise<T>): Promise<T> {
  return await work.catch(throwDamage);
}

/** @throws {DamagedFileError} Where reading fails. */
async function* intact(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    throwDamage(error);
  }
}

function throwDamage(error: unknown): never {
  throw error instanceof DamagedFileError ? error : new DamagedFileError(error);
}

async function openEntry(
  zip: ZipFile,
  entry: Entry,
  onBytes: OnBytes,
): Promise<AsyncIterable<Uint8Array>> {
  const stream = await orDamage(zip.openReadStreamPromise(entry));
  const share = entry.compressedSize / Math.max(1, entry.uncompressedSize);
  const read = counted(intact(stream), (count) => onBytes(count * share));
  return /\.gz$/i.test(entry.fileName) ? gunzip(read) : read;
}
