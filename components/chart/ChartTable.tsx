import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import { formatScore } from "../../domain/format/format_score.ts";
import type { Zone } from "../../domain/format/format_time.ts";
import type { Series } from "../../domain/series/series.ts";
import { bucketWords } from "./bucket_words.ts";
import { zoneName } from "../topic/zone_name.ts";

/** Props of {@linkcode ChartTable}. */
export interface ChartTableProps {
  series: Series;
  zone: Zone;
  /** Whether times need a date to be understood. */
  withDate: boolean;
}

/** The numbers of the charts, newest first, one toggle away; buckets without posts are left out. */
export function ChartTable(
  { series, zone, withDate }: ChartTableProps,
): VNode {
  const rows = series.t.map((_, i) => i)
    .filter((i) => series.posts[i]! > 0)
    .reverse();
  return (
    <details class="numbers">
      <summary>These numbers as a table, times in {zoneName(zone)}</summary>
      <div
        class="table"
        tabIndex={0}
        role="region"
        aria-label="Numbers of the charts"
      >
        <table>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">Posts</th>
              <th scope="col">Positive</th>
              <th scope="col">Neutral</th>
              <th scope="col">Negative</th>
              <th scope="col">Mean score</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((i) => (
              <tr key={series.t[i]}>
                <th scope="row">
                  {bucketWords(series.t[i]!, series.step, zone, withDate)}
                </th>
                <td>{formatCount(series.posts[i]!)}</td>
                <td>{formatCount(series.positive[i]!)}</td>
                <td>{formatCount(series.neutral[i]!)}</td>
                <td>{formatCount(series.negative[i]!)}</td>
                <td>{formatScore(series.score[i]!, series.posts[i]!)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
