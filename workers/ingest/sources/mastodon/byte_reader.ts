/** Reads a stream by numbers of bytes. */
export interface ByteReader {
  /**
   * The next bytes.
   *
   * @throws {Deno.errors.UnexpectedEof} If the stream ends before.
   */
  take(count: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Leaves bytes out, without holding them. */
  skip(count: number): Promise<void>;
}

const MAX_READ = 16_384;

/** @param read As of a socket: how many bytes it put there; null at the end. */
export function createByteReader(
  read: (buffer: Uint8Array) => Promise<number | null>,
): ByteReader {
  const buffer = new Uint8Array(MAX_READ);
  let from = 0;
  let to = 0;

  /** At least one byte that is there, at most `count`. */
  async function some(count: number): Promise<Uint8Array> {
    if (from === to) {
      const length = await read(buffer);
      if (length === null) {
        throw new Deno.errors.UnexpectedEof("the stream ended");
      }
      from = 0;
      to = length;
    }
    const end = Math.min(to, from + count);
    const piece = buffer.subarray(from, end);
    from = end;
    return piece;
  }

  return {
    async take(count) {
      const bytes = new Uint8Array(count);
      let at = 0;
      while (at < count) {
        const piece = await some(count - at);
        bytes.set(piece, at);
        at += piece.length;
      }
      return bytes;
    },
    async skip(count) {
      let left = count;
      while (left > 0) left -= (await some(left)).length;
    },
  };
}
