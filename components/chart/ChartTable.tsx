import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import {
  formatCount,
  formatNumber,
  formatPercent,
  formatScore,
} from "../../domain/format/numbers.ts";
import { meanScores } from "../../domain/series/statistics.ts";
import { zoneName } from "../address/zone.ts";
import { sourceWord } from "../elements/sources.ts";
import type { ChartView } from "./cursor.ts";
import { whenWords } from "./words.ts";

/** The numbers of the charts, newest first, one toggle away; buckets without posts are left out. */
export function ChartTable({ view }: { view: ChartView }): VNode {
  const details = useRef<HTMLDetailsElement>(null);
  // Whatever is closed need not be kept up to date; without script it must be there.
  const isShown = useSignal(true);
  useEffect(() => {
    isShown.value = details.current!.open;
  }, []);
  return (
    <details
      class="numbers"
      ref={details}
      onToggle={({ currentTarget }) => isShown.value = currentTarget.open}
    >
      <summary>
        These numbers as a table, times in {zoneName(view.zone)}
      </summary>
      <div
        class="table"
        tabIndex={0}
        role="region"
        aria-label="Numbers of the charts"
      >
        {isShown.value && <Numbers view={view} />}
      </div>
    </details>
  );
}

function Numbers({ view }: { view: ChartView }): VNode {
  const { series, sources } = view.shown.value;
  const { halves } = meanScores(series);
  const rows = series.t.map((_, i) => i)
    .filter((i) => series.posts[i]! > 0)
    .reverse();
  const names = Object.keys(sources?.sources ?? {}).sort();
  const first = sources?.t[0] ?? 0;
  const countOf = (name: string, i: number) =>
    sources?.sources[name]?.[(series.t[i]! - first) / series.step] ?? null;
  return (
    <table>
      <thead>
        <tr>
          {["From", "Posts", "Positive", "Neutral", "Negative", "Mean score"]
            .concat(`± (${formatPercent(95, 100)})`, names.map(sourceWord))
            .map((name) => <th key={name} scope="col">{name}</th>)}
        </tr>
      </thead>
      <tbody>
        {rows.map((i) => (
          <tr key={series.t[i]}>
            <th scope="row">{whenWords(series, i, view)}</th>
            <td>{formatCount(series.posts[i]!)}</td>
            <td>{formatCount(series.positive[i]!)}</td>
            <td>{formatCount(series.neutral[i]!)}</td>
            <td>{formatCount(series.negative[i]!)}</td>
            <td>{formatScore(series.score[i]!, series.posts[i]!)}</td>
            <td>{numberWords(halves[i] ?? null, 2)}</td>
            {names.map((name) => (
              <td key={name}>{numberWords(countOf(name, i))}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function numberWords(value: number | null, digits = 0): string {
  return value === null ? "–" : formatNumber(value, digits);
}
