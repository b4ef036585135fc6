/** The lines of a text file, plain or gzip; each may be any bytes, here read as UTF-8. */
export async function readLines(path: string | URL): Promise<string[]> {
  const file = await Deno.open(path);
  const bytes = String(path).endsWith(".gz")
    ? file.readable.pipeThrough(new DecompressionStream("gzip"))
    : file.readable;
  const text = await new Response(bytes).text();
  return text.split("\n").filter((line) => line !== "");
}

/** Packs a text as a file with the ending `.gz` holds it. */
export async function gzip(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([text]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** When the first of {@linkcode postLines} was written. */
export const START = Date.UTC(2014, 0, 1);

/** A line of a post, written so many milliseconds after {@linkcode START}. */
export function postLine(id: number | string, afterMs = 0): string {
  const created_at = new Date(START + afterMs).toISOString();
  return JSON.stringify({ id, text: `post ${id} 😀`, created_at, lang: "en" });
}

/** Posts one millisecond apart. */
export function postLines(count: number): string[] {
  return Array.from({ length: count }, (_, i) => postLine(i, i));
}

/** How long a line may take until it comes. */
const PATIENCE_MS = 60_000;

/** What a process writes. */
export interface WatchedLines {
  /** Waits for a line that holds a text. */
  waitFor(text: string): Promise<string>;
  /** Resolves when the streams have ended. */
  readonly ended: Promise<void>;
  /** All that came so far. */
  all(): string;
}

/** Collects the lines of some streams and lets one wait for a line. */
export function watchLines(
  streams: readonly ReadableStream<Uint8Array<ArrayBuffer>>[],
): WatchedLines {
  const lines: string[] = [];
  const waiters = new Set<() => void>();
  const ended = Promise.all(streams.map(async (stream) => {
    let rest = "";
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      const parts = (rest + text).split("\n");
      rest = parts.pop()!;
      lines.push(...parts);
      for (const wake of waiters) wake();
    }
  })).then(() => {});

  function waitFor(text: string): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const look = () => {
      const line = lines.find((line) => line.includes(text));
      if (line !== undefined) resolve(line);
    };
    const fail = () =>
      reject(new Error(`No "${text}" in: ${lines.join("\n")}`));
    const timer = setTimeout(fail, PATIENCE_MS);
    waiters.add(look);
    look();
    void ended.then(fail);
    return promise.finally(() => {
      clearTimeout(timer);
      waiters.delete(look);
    });
  }
  return { waitFor, ended, all: () => lines.join("\n") };
}
