import { bodyReader } from "./body_reader.ts";

/** An answer's body, read as UTF-8; null if there is more than `maxBytes`. */
export async function readBody(
  response: Response,
  maxBytes: number,
  signal: AbortSignal,
): Promise<string | null> {
  if (response.body === null) return "";
  const reader = bodyReader(response.body, signal);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  while (true) {
    const { value } = await reader.read();
    signal.throwIfAborted();
    if (value === undefined) return await new Blob(chunks).text();
    chunks.push(value);
    size += value.length;
    if (size <= maxBytes) continue;
    await reader.cancel();
    return null;
  }
}
