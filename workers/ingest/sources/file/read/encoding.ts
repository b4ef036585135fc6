/** How a text file is written, as far as it must be changed to UTF-8 with line feeds. */
interface Encoding {
  /** Bytes before the text. */
  readonly mark: number;
  readonly utf16: "utf-16le" | "utf-16be" | null;
  /** Whether lines end as on the first Macintosh. */
  readonly hasCarriageReturns: boolean;
}

const [LINE_FEED, CARRIAGE_RETURN] = [10, 13];

/** Detects the encoding of a text by its first bytes. */
function detectEncoding(head: Uint8Array): Encoding {
  const [a, b, c] = head;
  const isUtf8 = a === 0xef && b === 0xbb && c === 0xbf;
  const hasMark = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);
  const utf16 = hasMark
    ? (a === 0xff ? "utf-16le" : "utf-16be")
    : guess16(head);
  return {
    mark: isUtf8 ? 3 : hasMark ? 2 : 0,
    utf16,
    hasCarriageReturns: head.includes(CARRIAGE_RETURN) &&
      !head.includes(LINE_FEED),
  };
}

/** UTF-16 without a mark: half of the bytes of most texts are 0. */
function guess16(head: Uint8Array): Encoding["utf16"] {
  const sample = head.subarray(0, 512);
  const zeros = [0, 0];
  for (const [i, byte] of sample.entries()) if (byte === 0) zeros[i % 2]!++;
  const many = sample.length / 5;
  if (zeros[1]! > many && zeros[0]! < many / 10) return "utf-16le";
  if (zeros[0]! > many && zeros[1]! < many / 10) return "utf-16be";
  return null;
}

/**
 * Rewrites a text as UTF-8 without a mark and with line feeds. What is not
 * UTF-16 stays as it is, byte by byte.
 */
export async function* toUtf8(
  head: Uint8Array,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const { mark, utf16, hasCarriageReturns } = detectEncoding(head);
  const decoder = utf16 && new TextDecoder(utf16);
  const encoder = new TextEncoder();
  let skip = mark;
  for await (let chunk of chunks) {
    const skipped = Math.min(skip, chunk.length);
    skip -= skipped;
    chunk = chunk.subarray(skipped);
    if (decoder) {
      chunk = encoder.encode(decoder.decode(chunk, { stream: true }));
    }
    if (hasCarriageReturns) {
      chunk = chunk.map((byte) => byte === CARRIAGE_RETURN ? LINE_FEED : byte);
    }
    if (chunk.length > 0) yield chunk;
  }
  const rest = decoder?.decode();
  if (rest) yield encoder.encode(rest);
}

/** What the first bytes of a file are that holds no text; null if they are text. */
export function describeBinary(head: Uint8Array): string | null {
  const starts = (...bytes: number[]) => bytes.every((b, i) => head[i] === b);
  if (starts(0x25, 0x50, 0x44, 0x46)) return "a PDF";
  if (starts(0x28, 0xb5, 0x2f, 0xfd)) {
    return "packed with zstd: unpack it first";
  }
  if (starts(0x42, 0x5a, 0x68)) return "packed with bzip2: unpack it first";
  if (starts(0xfd, 0x37, 0x7a, 0x58)) return "packed with xz: unpack it first";
  if (starts(0x37, 0x7a, 0xbc, 0xaf)) {
    return "packed with 7-Zip: unpack it first";
  }
  if (starts(0x50, 0x41, 0x52, 0x31)) return "a Parquet file: save it as CSV";
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) {
    return "an Excel workbook: save it as CSV UTF-8";
  }
  if (starts(0x53, 0x51, 0x4c, 0x69, 0x74, 0x65)) return "a SQLite database";
  const magic = new TextDecoder().decode(head.subarray(257, 262));
  if (magic === "ustar") return "a tar archive: unpack it first";
  const { utf16 } = detectEncoding(head);
  return utf16 === null && head.subarray(0, 1_024).includes(0)
    ? "no text file"
    : null;
}
