import type { Database } from "../db/connection/database.ts";
import { readGaps } from "../db/read_gaps.ts";
import { readSourceStates } from "../db/read_source_states.ts";
import type { Interruptions } from "../domain/pipeline/outage.ts";
import type { SourceHealth } from "../domain/pipeline/pipeline.ts";
import { findOutages, type SourceEnd } from "../domain/series/outages.ts";
import type { TimeRange } from "../state.ts";
import { toGap } from "./to_gap.ts";
import { toSourceHealth } from "./to_source_health.ts";

/** Interruptions that are told of one range. */
const MOST = 1_000;

/** Reads what of the sources was away within a range, and when nothing could be read. */
export async function readInterruptions(
  { kysely }: Pick<Database, "kysely">,
  { from, to }: TimeRange,
): Promise<Interruptions> {
  const range = { fromMs: from * 1_000, toMs: to * 1_000, limit: MOST };
  const [gaps, states] = await Promise.all([
    readGaps(kysely, range),
    readSourceStates(kysely),
  ]);
  const now = Date.now() / 1_000;
  const told = gaps.map(toGap);
  const ends = states.map((state) => endOf(toSourceHealth(state, now)));
  return { gaps: told, outages: findOutages(told, ends) };
}

/** Until when a source was at work. */
function endOf({ source, state, seen, since }: SourceHealth): SourceEnd {
  if (state === "silent") return { source, end: seen };
  return { source, end: state === "ended" ? since : null };
}
