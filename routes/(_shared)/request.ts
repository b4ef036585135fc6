import { HttpError } from "fresh";

/** Bytes that a body may have. */
const MAX_BYTES = 64 * 1024;

/**
 * Reads a body of a type; what is too large is not read to its end.
 *
 * @throws {HttpError} 415 if it is said to be of another type, 413 if it is
 * larger than 64 KiB.
 */
export async function readBody(
  req: Request,
  type: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const given = req.headers.get("content-type");
  if (given?.split(";")[0]?.trim().toLowerCase() !== type) {
    await req.body?.cancel();
    const shown = JSON.stringify(given?.slice(0, 100) ?? null);
    const rule = `Content-Type must be ${type}`;
    throw new HttpError(415, `${rule}: current value is ${shown}`);
  }
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of req.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) {
      throw new HttpError(413, `The body must have at most ${MAX_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  return await new Blob(chunks).bytes();
}
