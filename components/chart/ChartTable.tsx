import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { zoneName } from "../address/zone.ts";
import type { ChartBuckets } from "./data.ts";
import { formatBucket } from "./describe.ts";
import type { ChartView } from "./view.ts";

/** A column of the numbers behind a chart. */
export interface TableColumn {
  readonly name: string;
  /** What it says of a bucket. */
  readonly cell: (index: number) => string;
}

/** Props of {@linkcode ChartTable}. */
interface ChartTableProps {
  view: Pick<ChartView, "zone" | "withDate">;
  /** What the table shows; called only while it is open. */
  read: () => ChartBuckets & {
    readonly columns: readonly TableColumn[];
    /** Whether a bucket holds posts; others are left out. */
    readonly hasPosts: (index: number) => boolean;
  };
}

/** The numbers of the charts, newest first, one toggle away. */
export function ChartTable({ view, read }: ChartTableProps): VNode {
  const details = useRef<HTMLDetailsElement>(null);
  // A closed table need not be kept up to date; without script it must be there.
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
        {isShown.value && <Numbers view={view} read={read} />}
      </div>
    </details>
  );
}

function Numbers({ view: { zone, withDate }, read }: ChartTableProps): VNode {
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
