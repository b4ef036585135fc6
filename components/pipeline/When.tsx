import type { VNode } from "preact";
import { formatTime } from "../../domain/format/times.ts";
import type { Viewer } from "./viewer.ts";

/** Times farther away than this need a date, in seconds. */
const NEAR = 18 * 3_600;

/** Props of {@linkcode When}. */
export interface WhenProps {
  /** In seconds since the epoch. */
  at: number;
  viewer: Viewer;
}

/** A time in the viewer's zone, and in UTC for whoever points at it. */
export function When({ at, viewer }: WhenProps): VNode {
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
