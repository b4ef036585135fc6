const CHUNK_LENGTH = 16_384;

/**
 * Makes a body of lines, read only as fast as the client takes them. The first
 * are read before it resolves, so that what fails at once can still be said.
 */
export async function openTextStream(
  lines: AsyncIterable<string>,
): Promise<ReadableStream<Uint8Array>> {
  const iterator = lines[Symbol.asyncIterator]();
  let chunk = await readChunk(iterator);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (chunk !== "") controller.enqueue(new TextEncoder().encode(chunk));
      if (chunk.length < CHUNK_LENGTH) return controller.close();
      chunk = await readChunk(iterator);
    },
    async cancel() {
      await iterator.return?.();
    },
  }, { highWaterMark: 0 });
}

/** Lines of some length together; fewer only at the end. */
async function readChunk(lines: AsyncIterator<string>): Promise<string> {
  let chunk = "";
  while (chunk.length < CHUNK_LENGTH) {
    const { done, value } = await lines.next();
    if (done) break;
    chunk += value;
  }
  return chunk;
}
