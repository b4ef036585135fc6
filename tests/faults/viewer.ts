import { readEvents } from "../support/endpoints.ts";

/** A viewer of all topics, and comes back with the last cursor when the stream ends. */
export interface Viewer extends AsyncDisposable {
  /** Resolves when the first stream has begun. */
  readonly connected: Promise<void>;
  /** `seq` of each post that was shown, in the order of their coming. */
  readonly seqs: number[];
  /** Times that the server sent everything again. */
  resets: number;
  /** When a stream ended, and when the next one answered, in ms. */
  readonly breaks: { fromMs: number; toMs: number }[];
}

/** Watches a stream as a browser does; a server that is away is asked again after 100 ms or what `retry:` says. */
export function watchStream(url: string): Viewer {
  const stop = new AbortController();
  const connected = Promise.withResolvers<void>();
  const viewer: Viewer = {
    connected: connected.promise,
    seqs: [],
    resets: 0,
    breaks: [],
    async [Symbol.asyncDispose]() {
      stop.abort();
      await watching;
    },
  };
  let cursor: string | null = null;
  let lostMs: number | null = null;

  async function watchOnce(): Promise<void> {
    const headers = cursor === null ? {} : { "last-event-id": cursor };
    const { body, status } = await fetch(url, {
      headers,
      signal: stop.signal,
    });
    if (status !== 200) return await body?.cancel();
    if (lostMs !== null) {
      viewer.breaks.push({ fromMs: lostMs, toMs: performance.now() });
      lostMs = null;
    }
    const bytes = body!.pipeThrough(new TransformStream(), {
      signal: stop.signal,
    });
    connected.resolve();
    for await (const { event, id, data } of readEvents(bytes)) {
      cursor = id ?? cursor;
      if (event === "reset") viewer.resets++;
      if (event !== "tick") continue;
      const topics = Object.values<{ posts?: { seq: number }[] }>(data.topics);
      const seqs = topics.flatMap(({ posts = [] }) => posts.map((p) => p.seq));
      viewer.seqs.push(...seqs.sort((a, b) => a - b));
    }
  }

  async function watch(): Promise<void> {
    while (!stop.signal.aborted) {
      await watchOnce().catch(() => {}); // the server is away, or the test is over
      lostMs ??= performance.now();
      if (!stop.signal.aborted) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
  const watching = watch();
  return viewer;
}
