import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Zone } from "../../domain/format/times.ts";
import type { Pipeline } from "../../domain/pipeline/pipeline.ts";
import { usePolled } from "../live/hooks.ts";
import type { LiveWords } from "../live/status.ts";
import type { Viewer } from "./viewer.ts";

/** What {@linkcode usePipeline} gives to its component. */
export interface LivePipelineState {
  readonly pipeline: ReadonlySignal<Pipeline>;
  readonly viewer: ReadonlySignal<Viewer>;
  /** How new it is, in words. */
  readonly words: ReadonlySignal<LiveWords>;
}

/** Keeps what was rendered up to date while the page is looked at. */
export function usePipeline(rendered: Pipeline): LivePipelineState {
  const { answer: pipeline, clientNow, heardAt, words } = usePolled(
    "/api/pipeline",
    rendered,
    rendered.at * 1_000,
  );
  const zone = useSignal<Zone>("UTC");
  useEffect(() => {
    zone.value = "local";
  }, []);

  const viewer = useComputed(() => ({
    zone: zone.value,
    now: pipeline.value.at + (clientNow.value - heardAt.value) / 1_000,
  }));
  return { pipeline, viewer, words };
}
