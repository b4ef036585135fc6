import { findOutdated, resultOf } from "../../domain/check/check.ts";
import type { Shares } from "../../domain/check/estimate.ts";
import type { PageRange } from "../../domain/request/range.ts";
import type { TimeRange } from "../../domain/time/range.ts";
import type { TopicSummary } from "../../domain/topic/topic.ts";
import type { State } from "../../state.ts";
import { resolveRange } from "./range.ts";

/** What a topic's page says of its check. */
export interface CheckLine {
  /** When posts were labelled, in epoch milliseconds. */
  readonly labelledMs: number;
  readonly labelled: number;
  readonly shares: Shares;
  /** The time of the shares. */
  readonly range: TimeRange;
}

/** Reads what the check of a topic says of a time; null if there is none that holds, or the time has no posts. */
export async function readCheckLine(
  state: Pick<State, "checks" | "readExtent">,
  topic: TopicSummary,
  asked: PageRange,
  nowMs: number,
): Promise<CheckLine | null> {
  const { slug } = topic;
  const { labelled: check } = await state.checks.readNewest(slug);
  if (!check || findOutdated(check, topic).length > 0) return null;
  const result = resultOf(check);
  if (!result) return null;
  const { labelled, labelledMs } = result;
  const range = await resolveRange(state, [slug], asked, nowMs);
  const isSame = range.from === check.from && range.to === check.to;
  const shares = isSame
    ? result.shares
    : await state.checks.correct(slug, check, range);
  return shares && { labelledMs, labelled, shares, range };
}
