import { keepConnected } from "../connection.ts";
import type { Source, SourceEvent } from "../source.ts";
import { createConnector } from "./connect.ts";
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

  function read(
    position: string | null,
    signal: AbortSignal,
  ): AsyncIterable<SourceEvent> {
    const reader = createStatusReader(host, position);
    const connect = createConnector(host, { token, timeouts });
    const { rewindMs } = timeouts;
    const fillGap = createGapFiller(reader, { rewindMs, maxPages, signal });

    return keepConnected(
      async function* (signal) {
        const connection = await connect(signal);
        await using frames = connection.frames;
        const { recovered, missing } = yield* fillGap(connection.timeline);
        const detail = [connection.detail, missing ?? []].flat().join("; ");
        yield { kind: "live", atMs: Date.now(), detail, recovered };
        for await (const frame of frames) {
          const event = reader.read(frame);
          if (event) yield event;
        }
      },
      timeouts,
      signal,
    );
  }

  return { name: "mastodon", key: `mastodon://${host}`, read };
}
