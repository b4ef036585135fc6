import { sleep } from "../../../../domain/time/retry.ts";
import { reconnectMs } from "../network.ts";
import type { Source, SourceEvent } from "../source.ts";
import { createConnector } from "./connect.ts";
import { ConnectionError } from "./errors.ts";
import { TIMEOUTS, type Timeouts } from "./http.ts";
import { createStatusReader } from "./statuses.ts";
import { createGapFiller } from "./timeline.ts";

/** Options for {@linkcode mastodonSource}. */
export interface MastodonOptions {
  /** `name[:port]` of a server that speaks Mastodon's protocol. */
  readonly host: string;
  /** With the scope `read:statuses`; empty for servers that require none. */
  readonly token: string;
  readonly timeouts?: Partial<Timeouts>;
  /** Pages of 40 posts that are read after an interruption, at most. @default {100} */
  readonly maxPages?: number;
}

/**
 * The live public timeline of a Mastodon server. A position is the id of the
 * newest status; statuses since then are read from the server's timeline, later
 * ones from its stream. A status can come twice after an interruption; an edit
 * or deletion during one is noticed only if the status is new as well.
 */
export function mastodonSource(options: MastodonOptions): Source {
  const { token, maxPages = 100 } = options;
  const host = options.host.toLowerCase();
  const timeouts = { ...TIMEOUTS, ...options.timeouts };

  async function* read(
    position: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<SourceEvent> {
    const reader = createStatusReader(host, position);
    const connector = createConnector(host, { token, timeouts });
    const fillGap = createGapFiller(reader, { ...timeouts, maxPages, signal });
    let failures = 0;
    let downMs: number | null = null;

    while (!signal.aborted) {
      const stop = new AbortController();
      const abort = () => stop.abort();
      signal.addEventListener("abort", abort);
      let liveMs = Infinity;
      let failure: ConnectionError;
      try {
        const connection = await connector.open(stop.signal);
        await using frames = connection.frames;
        const { recovered, missing } = yield* fillGap(connection.timeline);
        if (signal.aborted) return;
        const detail = [connection.detail, missing ?? []].flat().join("; ");
        yield { kind: "live", atMs: Date.now(), detail, recovered };
        [liveMs, downMs] = [performance.now(), null];
        for await (const frame of frames) {
          const event = reader.read(frame);
          if (signal.aborted) return;
          if (event) yield event;
        }
        return;
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof ConnectionError)) throw error;
        failure = error;
      } finally {
        signal.removeEventListener("abort", abort);
        stop.abort();
      }
      const wasSteady = performance.now() - liveMs >= timeouts.steadyMs;
      failures = wasSteady ? 1 : failures + 1;
      downMs ??= Date.now() - failure.silentMs;
      const retryMs = waitMs(failure, failures, timeouts);
      yield { kind: "down", atMs: downMs, why: failure.message, retryMs };
      await sleep(retryMs, signal);
    }
  }

  return { name: "mastodon", key: `mastodon://${host}`, read };
}

/** How long to wait after a failure: the back-off, or longer if the server says so. */
export function waitMs(
  { retry }: ConnectionError,
  failures: number,
  timeouts: Timeouts,
): number {
  if (retry === "late") return timeouts.maxRetryMs;
  const ms = reconnectMs(failures, timeouts);
  return retry === "soon" ? ms : Math.max(ms, retry);
}
