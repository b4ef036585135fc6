import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Zone } from "../../domain/format/times.ts";
import type { Pipeline } from "../../domain/pipeline/pipeline.ts";
import type { StatusText } from "../live/StatusLine.tsx";
import { useQuery } from "../live/query.ts";

/** Result of {@linkcode usePipeline}. */
interface LivePipelineState {
  readonly pipeline: ReadonlySignal<Pipeline>;
  readonly viewer: ReadonlySignal<Viewer>;
  /** How recent it is. */
  readonly status: ReadonlySignal<StatusText>;
}

/** Keeps the state of the pipeline up to date while the page is visible. */
export function usePipeline(rendered: Pipeline): LivePipelineState {
  const { answer: pipeline, clientNow, heardAt, status } = useQuery(
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
  return { pipeline, viewer, status };
}

/** The time zone and the current time of a page. */
export interface Viewer {
  /** By the server's clock, in seconds since the epoch. */
  readonly now: number;
  readonly zone: Zone;
}

/** Props of the components of `/pipeline`. */
export interface PipelineProps {
  pipeline: Pipeline;
  viewer: Viewer;
}
