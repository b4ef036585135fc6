import type { VNode } from "preact";
import type { ChartBuckets } from "./data.ts";
import { formatBucket } from "./describe.ts";
import type { ChartView } from "./view.ts";

/** A column of the numbers behind a chart. */
export interface TableColumn {
  readonly name: string;
  /** What it says of a bucket. */
  readonly cell: (index: number) => string;
}

/** Props of {@linkcode NumbersTable}. */
export interface ChartTableProps {
  view: Pick<ChartView, "zone" | "withDate">;
  /** What the table shows; called only while it is open. */
  read: () => ChartBuckets & {
    readonly columns: readonly TableColumn[];
    /** Whether a bucket holds posts; others are left out. */
    readonly hasPosts: (index: number) => boolean;
  };
}

/** The numbers of a chart, newest first. */
export function NumbersTable(
  { view: { zone, withDate }, read }: ChartTableProps,
): VNode {
  const { t, step, columns, hasPosts } = read();
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
            <th scope="row">{formatBucket(t[i]!, step, zone, withDate)}</th>
            {columns.map(({ name, cell }) => <td key={name}>{cell(i)}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
