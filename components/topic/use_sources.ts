import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Pipeline, SourceHealth } from "../../domain/pipeline/pipeline.ts";
import { askServer } from "../live/ask_server.ts";
import { pollWhileVisible } from "../live/poll_while_visible.ts";

const EVERY_MS = 5_000;

/**
 * How the sources are doing: as rendered at first, then asked for again as long
 * as there is reason to.
 */
export function useSources(
  rendered: readonly SourceHealth[],
  isAwaited: ReadonlySignal<boolean>,
): ReadonlySignal<readonly SourceHealth[]> {
  const sources = useSignal(rendered);
  useEffect(() => {
    const stop = new AbortController();
    pollWhileVisible(
      async (signal) => {
        if (!isAwaited.peek()) return;
        const now = await askServer<Pipeline>("/api/pipeline", {}, signal);
        sources.value = now.sources;
      },
      document,
      stop.signal,
      { everyMs: EVERY_MS },
    );
    return () => stop.abort();
  }, []);
  return sources;
}
