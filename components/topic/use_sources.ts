import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { SourceHealth } from "../../domain/pipeline/pipeline.ts";
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
        if (isAwaited.peek()) sources.value = await askSources(signal);
      },
      document,
      stop.signal,
      { everyMs: EVERY_MS },
    );
    return () => stop.abort();
  }, []);
  return sources;
}

async function askSources(signal: AbortSignal): Promise<SourceHealth[]> {
  const response = await fetch("/api/pipeline", { signal });
  if (!response.ok) throw new Error(`The server answers ${response.status}`);
  return (await response.json()).sources;
}
