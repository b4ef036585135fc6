import type { VNode } from "preact";
import type { TimeAxis } from "./data.ts";

/** A column of the numbers behind a chart. */
export interface TableColumn {
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
