import type { VNode } from "preact";
import { formatTime } from "../../domain/format/times.ts";
import { HOUR } from "../../domain/time/range.ts";
import type { Viewer } from "./pipeline.ts";

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
