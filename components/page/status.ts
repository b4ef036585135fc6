import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Pipeline } from "../../domain/pipeline/pipeline.ts";
import { askServer } from "../live/ask_server.ts";
import { pollWhileVisible } from "../live/poll_while_visible.ts";

const EVERY_MS = 5_000;

/**
 * How the sources are doing, in words: as rendered at first, then asked for
 * again as long as there is reason to. Few pages ever have one: what writes the
 * words is loaded then.
 */
export function useSourceNote(
  rendered: string,
  isAwaited: ReadonlySignal<boolean>,
): ReadonlySignal<string> {
  const note = useSignal(rendered);
  useEffect(() => {
    const stop = new AbortController();
    pollWhileVisible(
      async (signal) => {
        if (!isAwaited.peek()) return;
        const [{ sourceNote }, { sources }] = await Promise.all([
          import("./source_note.ts"),
          askServer<Pipeline>("/api/pipeline", {}, signal),
        ]);
        note.value = sourceNote(sources);
      },
      document,
      stop.signal,
      { everyMs: EVERY_MS },
    );
    return () => stop.abort();
  }, []);
  return note;
}
