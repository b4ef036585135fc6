import type { VNode } from "preact";
import type { ChartData } from "./data.ts";
import type { Stretch } from "./missing_stretches.ts";
import { seriesSpan } from "./series_span.ts";

/** Props of {@linkcode CursorSvg}. */
export interface CursorSvgProps {
  data: Pick<ChartData, "t" | "step">;
  /** Start of the bucket that is pointed at, in seconds since the epoch. */
  hovered: number | null;
  /** Time that is being chosen. */
  marked: Stretch | null;
}

/** What is pointed at and chosen, over a chart's bars, which may fill all of it. */
export function CursorSvg({ data, hovered, marked }: CursorSvgProps): VNode {
  const { from, to } = seriesSpan(data);
  const percent = (seconds: number) =>
    `${Math.round(10_000 * seconds / (to - from)) / 100}%`;
  const middle = percent((hovered ?? 0) + data.step / 2 - from);
  const start = Math.max(from, marked?.from ?? from);
  const end = Math.max(start, Math.min(to, marked?.to ?? start));
  return (
    <svg class="over" aria-hidden="true">
      {marked && (
        <rect
          class="marked"
          x={percent(start - from)}
          width={percent(end - start)}
          height="100%"
        />
      )}
      {hovered !== null && (
        <line class="cursor" x1={middle} x2={middle} y1="0" y2="100%" />
      )}
    </svg>
  );
}
