/** An open file of posts. */
export interface OpenFile {
  /** What its first bytes are, in short. */
  readonly head: string;
  /** Its bytes, unpacked if they are gzip. */
  readonly chunks: ReadableStream<Uint8Array<ArrayBuffer>>;
}

const HEAD_BYTES = 4_096;

/** Opens a file of posts, plain or gzip (told by its first bytes, not by its name). */
export async function openFile(path: string): Promise<OpenFile> {
  const file = await Deno.open(path);
  const first = new Uint8Array(HEAD_BYTES);
  const length = await file.read(first) ?? 0;
  await file.seek(0, Deno.SeekMode.Start);
  const isGzip = first[0] === 0x1f && first[1] === 0x8b;
  return {
    head: await digest(first.subarray(0, length)),
    chunks: isGzip
      ? file.readable.pipeThrough(new DecompressionStream("gzip"))
      : file.readable,
  };
}

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return hash.slice(0, 8).toHex();
}
