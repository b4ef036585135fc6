import type { VNode } from "preact";
import { formatChange } from "../../domain/format/numbers.ts";
import type { HourChange } from "../../domain/live/minutes.ts";

/** How the last hour compares with the one before, in words, if that says anything; it stands under the line of that hour. */
export function Change({ change }: { change: HourChange | null }): VNode {
  return (
    <p class="change note">
      <span>{change && <Words {...change} />}</span>
      <span>last hour</span>
    </p>
  );
}

function Words({ now, before }: HourChange): VNode {
  const { sign, words } = formatChange(now, before);
  const than = words.endsWith("as many") ? "as in" : "than";
  return (
    <>
      <span aria-hidden="true">{sign}</span> <b>{words}</b> posts {than}{" "}
      the hour before
    </>
  );
}
