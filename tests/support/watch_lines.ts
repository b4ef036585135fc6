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
