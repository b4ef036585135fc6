import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import { formatScore } from "../../domain/format/format_score.ts";
import type { Zone } from "../../domain/format/times.ts";
import { bucketWords } from "../chart/bucket_words.ts";
import { zoneName } from "../topic/zone_name.ts";
import type { Compared } from "./compared.ts";

/** Props of {@linkcode CompareNumbers}. */
export interface CompareNumbersProps {
  topics: readonly Compared[];
  zone: Zone;
  /** Whether times need a date to be understood. */
  withDate: boolean;
}

/** The numbers of the charts, newest first, one toggle away; times without any posts are left out. */
export function CompareNumbers(
  { topics, zone, withDate }: CompareNumbersProps,
): VNode {
  const { t = [], step = 60 } = topics[0]?.series ?? {};
  const rows = t.map((_, i) => i)
    .filter((i) => topics.some(({ series }) => (series.posts[i] ?? 0) > 0))
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
              {topics.map(({ slug }) => (
                <th key={slug} scope="col">{slug}, posts</th>
              ))}
              {topics.map(({ slug }) => (
                <th key={slug} scope="col">{slug}, mean</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((i) => (
              <tr key={t[i]}>
                <th scope="row">{bucketWords(t[i]!, step, zone, withDate)}</th>
                {topics.map(({ slug, series }) => (
                  <td key={slug}>{formatCount(series.posts[i] ?? 0)}</td>
                ))}
                {topics.map(({ slug, series }) => (
                  <td key={slug}>
                    {formatScore(series.score[i] ?? 0, series.posts[i] ?? 0)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
