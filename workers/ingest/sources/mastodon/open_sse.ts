import { ask, type Asking } from "./ask.ts";
import { bodyReader } from "./body_reader.ts";
import { ConnectionError } from "./connection_error.ts";
import type { Frame, FrameStream } from "./frame.ts";
import { refusalOf } from "./http.ts";
import { listen } from "./listen.ts";
import { createSseParser } from "./sse.ts";

/** Answers of a server that streams, if at all, in another way. */
const OTHERWISE: ReadonlySet<number> = new Set([400, 404, 405, 406, 426, 501]);

/**
 * Opens the public timeline as server-sent events; null if the server does not
 * offer that. What nobody reads stays with the server.
 *
 * @param base Where the server streams, such as `https://streaming.x.example`.
 * @throws {ConnectionError} If it cannot be opened; when reading, if it breaks.
 */
export async function openSse(
  base: string,
  asking: Asking,
): Promise<FrameStream | null> {
  const { host } = new URL(base);
  const url = `${base}/api/v1/streaming/public`;
  const response = await ask(url, "text/event-stream", asking);
  const type = response.headers.get("content-type") ?? "";
  if (response.ok && /^text\/event-stream\b/i.test(type) && response.body) {
    const reader = bodyReader(response.body, asking.signal);
    return {
      [Symbol.asyncIterator]: () => framesOf(reader, host, asking),
      // What is broken already need not be closed.
      [Symbol.asyncDispose]: () => reader.cancel().catch(() => {}),
    };
  }
  if (response.ok || OTHERWISE.has(response.status)) {
    await response.body?.cancel();
    return null;
  }
  throw await refusalOf(response, host, asking);
}

async function* framesOf(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  host: string,
  { waits }: Asking,
): AsyncGenerator<Frame> {
  const parser = createSseParser();
  while (true) {
    const { value } = await listen(reader.read(), host, waits.silenceMs);
    if (value === undefined) {
      throw new ConnectionError(`${host} ended the stream`);
    }
    yield* parser.push(value);
  }
}
