import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";

/** Props of {@linkcode ChangeMark}. */
export interface ChangeMarkProps {
  count: number;
  /** In the span of the same length before, if there is something to compare with. */
  before: number | null | undefined;
}

/** How many more or fewer posts hold a term than before, as a sign and in words. */
export function ChangeMark({ count, before }: ChangeMarkProps): VNode {
  if (before === undefined || before === null) return <span class="change" />;
  if (before === 0) return <span class="change">new</span>;
  const size = formatCount(Math.abs(count - before));
  if (count === before) {
    return <Mark sign="=" words="as many as before" />;
  }
  return count > before
    ? <Mark sign={`↑\u00a0${size}`} words={`${size} more than before`} />
    : <Mark sign={`↓\u00a0${size}`} words={`${size} fewer than before`} />;
}

function Mark({ sign, words }: { sign: string; words: string }): VNode {
  return (
    <span class="change">
      <span aria-hidden="true">{sign}</span>
      <span class="unseen">, {words}</span>
    </span>
  );
}
