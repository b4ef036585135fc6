import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { zoneName } from "../address/address.ts";
import { later, useOpen } from "../elements/later.tsx";
import type { ChartTableProps } from "./NumbersTable.tsx";

const NumbersTable = await later(async () =>
  (await import("./NumbersTable.tsx")).NumbersTable
);

/** The numbers of the charts, one toggle away. */
export function ChartTable(props: ChartTableProps): VNode {
  const details = useRef<HTMLDetailsElement>(null);
  const { isOpen, onToggle } = useOpen(details);
  return (
    <details class="numbers" ref={details} onToggle={onToggle}>
      <summary>
        These numbers as a table, times in {zoneName(props.view.zone)}
      </summary>
      <div
        class="table"
        tabIndex={0}
        role="region"
        aria-label="Numbers of the charts"
      >
        {isOpen.value && <NumbersTable {...props} />}
      </div>
    </details>
  );
}
