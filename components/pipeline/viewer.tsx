import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { formatTime } from "../../domain/format/times.ts";
import type { Zone } from "../../domain/time/zones.ts";
import type { Pipeline } from "../../domain/pipeline/pipeline.ts";
import { HOUR } from "../../domain/time/range.ts";
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

/** A time farther away than this is shown with its date, in seconds. */
const NEAR = 18 * HOUR;

/** Props of {@linkcode ViewerTime}. */
interface ViewerTimeProps {
  /** In seconds since the epoch. */
  at: number;
  viewer: Viewer;
}

/** A time in the viewer's zone, with the time in UTC as its title. */
export function ViewerTime({ at, viewer }: ViewerTimeProps): VNode {
  const { now, zone } = viewer;
  const time = formatTime(at, "minute", zone);
  const isNear = Math.abs(now - at) < NEAR;
  const title = `${formatTime(at, "day", "UTC")}, ` +
    `${formatTime(at, "second", "UTC")} UTC`;
  return (
    <time dateTime={new Date(at * 1_000).toISOString()} title={title}>
      {isNear ? time : `${formatTime(at, "date", zone)}, ${time}`}
    </time>
  );
}
