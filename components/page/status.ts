import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { formatCount } from "../../domain/format/numbers.ts";
import type { Pipeline } from "../../domain/pipeline/pipeline.ts";
import { askServer } from "../live/ask.ts";
import { pollWhileVisible } from "../live/hooks.ts";

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

/**
 * What a browser's tab says of a topic: `41/min · trump · Freshet`.
 *
 * @param rate Null while it is not known: an old one would be taken for a new one.
 */
export function pageTitle(slug: string, rate: number | null): string {
  const now = rate === null ? "" : `${formatCount(rate)}/min · `;
  return `${now}${slug} · Freshet`;
}
