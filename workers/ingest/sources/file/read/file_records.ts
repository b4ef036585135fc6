import { type FileRecord, readContents } from "./contents.ts";
import { followFile } from "./follow.ts";
import { UnreadableFileError } from "./layout.ts";
import { isZip, type OnBytes, openFile, openZip } from "./open.ts";

/** Options for {@linkcode openRecords}. */
export interface OpenRecordsOptions {
  readonly nowMs: () => number;
  /** Whether to wait for more at the end. @default {false} */
  readonly follow?: boolean;
  /** How often a followed file is looked at. */
  readonly pollMs?: number | undefined;
  /** Called with the name of the format, and again if it turns out to be another. */
  readonly onFormat?: ((format: string) => void) | undefined;
  readonly onBytes?: OnBytes | undefined;
  readonly signal: AbortSignal;
}

/** The records of a file of posts. */
export interface OpenRecords {
  /** Its first bytes. */
  readonly first: Uint8Array;
  /** They are read once; the file is closed with them. */
  readonly records: AsyncIterable<FileRecord>;
}

/** Opens a file of posts in any format that is known, plain, gzip or zip; recognized by what it holds. */
export async function openRecords(
  path: string,
  options: OpenRecordsOptions,
): Promise<OpenRecords> {
  const { follow = false, signal, pollMs } = options;
  const { first, chunks, close } = follow
    ? await followFile(path, signal, pollMs)
    : await openFile(path, options.onBytes);
  if (!isZip(first)) return { first, records: readText(chunks, options) };
  close();
  return { first, records: readZip(path, options) };
}

async function* readText(
  chunks: AsyncIterable<Uint8Array>,
  { nowMs, follow: isGrowing = false, onFormat = () => {} }: OpenRecordsOptions,
): AsyncGenerator<FileRecord> {
  const { records, format } = await readContents(chunks, { isGrowing, nowMs });
  let known = "";
  for await (const record of records) {
    if (format() !== known) onFormat(known = format());
    yield record;
  }
}

/** What Excel writes is a zip archive too. */
const WORKBOOK = /^(xl\/workbook\.xml|content\.xml)$/;

async function* readZip(
  path: string,
  options: OpenRecordsOptions,
): AsyncGenerator<FileRecord> {
  let count = 0;
  for await (const { name, open } of openZip(path, options.onBytes)) {
    count++;
    if (WORKBOOK.test(name)) {
      throw new UnreadableFileError(
        "The file is a workbook: save it as CSV UTF-8",
      );
    }
    try {
      for await (const record of readText(await open(), options)) {
        yield { ...record, where: `${name}, ${record.where}` };
      }
    } catch (error) {
      if (!(error instanceof UnreadableFileError)) throw error;
      const detail = error.message;
      const refused = {
        kind: "rejected",
        reason: "malformed",
        detail,
      } as const;
      const head = new Uint8Array();
      yield { where: name, head, readings: [refused], nowMs: options.nowMs() };
    }
  }
  if (count === 0) {
    throw new UnreadableFileError("The archive holds no file of posts");
  }
}
