import type { IncomingMessage } from "node:http";

/** A request that came. */
export interface XRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string;
  readonly body: unknown;
  /** By `performance.now()`. */
  readonly atMs: number;
}

/** Reads a request to its end. */
export async function readRequest(request: IncomingMessage): Promise<XRequest> {
  const atMs = performance.now();
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = new TextDecoder().decode(
    await new Blob(chunks as BlobPart[]).bytes(),
  );
  const { pathname, searchParams } = new URL(request.url ?? "", "http://x");
  return {
    method: request.method ?? "",
    path: pathname,
    query: searchParams,
    authorization: request.headers.authorization ?? "",
    body: text === "" ? undefined : JSON.parse(text),
    atMs,
  };
}
