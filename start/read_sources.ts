import type { Database } from "../db/connection/database.ts";
import { readSourceStates } from "../db/read_source_states.ts";
import type { SourceHealth } from "../domain/pipeline/pipeline.ts";
import { toSourceHealth } from "./to_source_health.ts";

/** A source that was not heard of for so many seconds is not one of ours any more. */
const GONE_AFTER = 86_400;

/** Reads how the sources are doing at `now`, in seconds since the epoch. */
export async function readSources(
  { kysely }: Pick<Database, "kysely">,
  now: number,
): Promise<SourceHealth[]> {
  const stored = await readSourceStates(kysely);
  return stored.map((state) => toSourceHealth(state, now))
    .filter(({ seen }) => now - seen < GONE_AFTER);
}
