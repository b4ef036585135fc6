/** The beginning of an answer's body, read as UTF-8; null if there is more than `maxBytes`. */
export async function readBody(
  response: Response,
  maxBytes: number,
): Promise<string | null> {
  if (response.body === null) return "";
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return await new Blob(chunks).text();
}
