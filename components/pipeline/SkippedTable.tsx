import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import type { SkippedCount } from "../../domain/pipeline/pipeline.ts";

/** What each reason means. */
const MEANINGS: Readonly<Record<SkippedCount["reason"], string>> = {
  duplicate: "stored already",
  malformed: "no post can be read from it",
  oversize: "too large",
  delete: "taken back by its author; applied",
  edit: "written anew by its author; applied",
};

/** Props of {@linkcode SkippedTable}. */
export interface SkippedTableProps {
  /** Most frequent first. */
  skipped: readonly SkippedCount[];
}

/** Messages of the log that became no post, and why. */
export function SkippedTable({ skipped }: SkippedTableProps): VNode {
  return (
    <section aria-labelledby="skipped">
      <h2 id="skipped">
        Messages that are no new post <small>by reason</small>
      </h2>
      {skipped.length === 0
        ? <p class="quiet">None so far: each message became a post.</p>
        : (
          <table>
            <thead>
              <tr>
                <th scope="col">Reason</th>
                <th scope="col">Last 24 h</th>
                <th scope="col">In all</th>
              </tr>
            </thead>
            <tbody>
              {skipped.map(({ reason, count, lastDay }) => (
                <tr key={reason}>
                  <th scope="row">
                    {reason}: {MEANINGS[reason]}
                  </th>
                  <td>{formatCount(lastDay)}</td>
                  <td>{formatCount(count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
    </section>
  );
}
