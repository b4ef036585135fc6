import { HttpError } from "fresh";

/** Bytes that a body may have. */
const MAX_BYTES = 64 * 1024;

/**
 * Reads a body of JSON.
 *
 * @throws {HttpError} 415 if it is said to be something else, 413 if it is
 * larger than 64 KiB, 400 if it is no JSON in UTF-8.
 */
export async function readJson(req: Request): Promise<unknown> {
  const type = req.headers.get("content-type");
  if (!/^application\/json\s*(;|$)/i.test(type ?? "")) {
    await req.body?.cancel();
    const shown = JSON.stringify(type?.slice(0, 100) ?? null);
    const rule = "Content-Type must be application/json";
    throw new HttpError(415, `${rule}: current value is ${shown}`);
  }
  const bytes = await readBytes(req);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    const message = `The body must be JSON in UTF-8: ${cause}`;
    throw new HttpError(400, message.slice(0, 300), { cause });
  }
}

/** The whole body; what is too large is not read to its end. */
async function readBytes(req: Request): Promise<Uint8Array<ArrayBuffer>> {
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
