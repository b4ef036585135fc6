import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Pipeline } from "../../domain/pipeline/pipeline.ts";
import { failedStatus } from "../live/failed_status.ts";
import type { LiveStatus } from "../live/live_stream.ts";
import { pollWhileVisible } from "../live/poll_while_visible.ts";
import { type LiveWords, liveWords } from "../topic/live_words.ts";
import type { Viewer } from "./viewer.ts";

/** After so long without an answer, a question counts as failed. */
const PATIENCE_MS = 10_000;

/** What {@linkcode usePipeline} gives to its component. */
export interface LivePipelineState {
  readonly pipeline: ReadonlySignal<Pipeline>;
  readonly viewer: ReadonlySignal<Viewer>;
  /** How new it is, in words. */
  readonly words: ReadonlySignal<LiveWords>;
}

/** Keeps what was rendered up to date while the page is looked at. */
export function usePipeline(rendered: Pipeline): LivePipelineState {
  const pipeline = useSignal(rendered);
  const status = useSignal<LiveStatus>({ kind: "still" });
  const reader = useSignal<Omit<Viewer, "now">>({ zone: "UTC", locale: "en" });
  /** By the browser's clock, in milliseconds. */
  const heardAt = useSignal(0);
  const clientNow = useSignal(0);

  useEffect(() => {
    const stop = new AbortController();
    reader.value = { zone: "local", locale: navigator.language };
    heardAt.value = clientNow.value = Date.now();
    pollWhileVisible(
      async (signal) => {
        pipeline.value = await askPipeline(signal);
        heardAt.value = clientNow.value = Date.now();
        status.value = { kind: "live" };
      },
      document,
      stop.signal,
      {
        onFail(_error, retryMs) {
          status.value = failedStatus(retryMs);
        },
      },
    );
    const timer = setInterval(() => clientNow.value = Date.now(), 1_000);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, []);

  const viewer = useComputed(() => ({
    ...reader.value,
    now: pipeline.value.at + (clientNow.value - heardAt.value) / 1_000,
  }));
  const words = useComputed(() =>
    liveWords(status.value, {
      now: clientNow.value,
      heardAt: heardAt.value,
      renderedAt: rendered.at * 1_000,
      paused: false,
    })
  );
  return { pipeline, viewer, words };
}

async function askPipeline(signal: AbortSignal): Promise<Pipeline> {
  const either = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const response = await fetch("/api/pipeline", { signal: either });
  if (!response.ok) throw new Error(`The server answers ${response.status}`);
  return await response.json();
}
