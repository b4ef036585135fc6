import { setTimeout as delay } from "node:timers/promises";
import type { Source, SourceEvent } from "../source.ts";
import { createBackOff } from "./back_off.ts";
import { ConnectionError } from "./connection_error.ts";
import { type ConnectionWaits, WAITS } from "./connection_waits.ts";
import { createConnector } from "./connector.ts";
import { createFilling } from "./create_filling.ts";
import { createStatusReader } from "./statuses.ts";

/** Options for {@linkcode mastodonSource}. */
export interface MastodonOptions {
  /** `name[:port]` of a server that speaks Mastodon's protocol. */
  readonly host: string;
  /** With the scope `read:statuses`; empty for servers that want none. */
  readonly token: string;
  readonly waits?: Partial<ConnectionWaits>;
  /** Pages of 40 posts that are read after an interruption, at most. @default {100} */
  readonly maxPages?: number;
}

/**
 * The public timeline of a Mastodon server, live. A position is the id of the
 * newest status; what came since is read from the server's archive, then what
 * streams. A status can come twice after an interruption, and one that was
 * edited or deleted meanwhile is noticed only if it is new as well.
 */
export function mastodonSource(options: MastodonOptions): Source {
  const { token, maxPages = 100 } = options;
  const host = options.host.toLowerCase();
  const waits = { ...WAITS, ...options.waits };

  async function* read(
    position: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<SourceEvent> {
    const reader = createStatusReader(host, position);
    const connector = createConnector(host, { token, waits });
    const fill = createFilling(reader, { ...waits, maxPages, signal });
    const backOff = createBackOff(waits);
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
        const live = yield* fill(connection);
        if (signal.aborted) return;
        yield { kind: "live", atMs: Date.now(), ...live };
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
      if (performance.now() - liveMs >= waits.steadyMs) backOff.reset();
      downMs ??= Date.now() - failure.silentMs;
      const retryMs = backOff.next(failure);
      yield { kind: "down", atMs: downMs, why: failure.message, retryMs };
      await delay(retryMs, undefined, { signal }).catch(() => {}); // aborted
    }
  }

  return { name: "mastodon", key: `mastodon://${host}`, read };
}
