/** The numbers of charts; loaded when their table is opened. @module */
import type { VNode } from "preact";
import { formatMood } from "../../domain/format/mood.ts";
import { formatPercent } from "../../domain/format/numbers.ts";
import { sourceWord } from "../elements/labels.ts";
import type { TimeAxis } from "./data.ts";
import { formatKnown } from "./describe.ts";
import { moodLine } from "./mood.ts";
import type { Shown } from "./topic_data.ts";

/** A column of the numbers behind a chart. */
interface TableColumn {
  readonly name: string;
  /** What it says of a bucket. */
  readonly cell: (index: number) => string;
}

/** Props of {@linkcode NumbersTable}. */
interface NumbersTableProps {
  axis: TimeAxis;
  columns: readonly TableColumn[];
  /** Whether a bucket holds posts; others are left out. */
  hasPosts: (index: number) => boolean;
}

/** The numbers of a chart, newest first. */
export function NumbersTable(
  { axis: { t, format }, columns, hasPosts }: NumbersTableProps,
): VNode {
  const rows = t.map((_, i) => i).filter(hasPosts).reverse();
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">From</th>
          {columns.map(({ name }) => <th key={name} scope="col">{name}</th>)}
        </tr>
      </thead>
      <tbody>
        {rows.map((i) => (
          <tr key={t[i]}>
            <th scope="row">{format(t[i]!)}</th>
            {columns.map(({ name, cell }) => <td key={name}>{cell(i)}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The numbers of a topic's charts. */
export function TopicNumbers({ shown }: { shown: Shown }): VNode {
  const { axis, series, sources } = shown;
  const { t, step, posts } = series;
  const { values, halves } = moodLine(series);
  const first = sources?.t[0] ?? 0;
  const count = (
    name: string,
    counts: readonly (number | null)[],
    shift = 0,
  ): TableColumn => ({
    name,
    cell: (i) => formatKnown(counts[i + shift] ?? null),
  });
  const columns: TableColumn[] = [
    count("Posts", posts),
    count("Positive", series.positive),
    count("Neutral", series.neutral),
    count("Negative", series.negative),
    { name: "Mood", cell: (i) => formatMood(values[i] ?? null) },
    {
      name: `± (${formatPercent(95, 100)})`,
      cell: (i) => formatKnown(halves[i] ?? null, 1),
    },
    ...Object.keys(sources?.sources ?? {}).sort().map((name) =>
      count(sourceWord(name), sources!.sources[name]!, (t[0]! - first) / step)
    ),
  ];
  return (
    <NumbersTable
      axis={axis}
      columns={columns}
      hasPosts={(i) => posts[i]! > 0}
    />
  );
}
