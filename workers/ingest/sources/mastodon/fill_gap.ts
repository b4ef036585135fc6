import type { SourceEvent } from "../source.ts";
import { compareIds } from "./compare_ids.ts";
import { rewindId } from "./rewind_id.ts";
import type { StatusReader } from "./statuses.ts";
import type { Timeline } from "./timeline.ts";

/** How a gap is filled. */
export interface FillOptions {
  readonly rewindMs: number;
  /** Pages that are read, at most. */
  readonly maxPages: number;
  /** Ends it early. */
  readonly signal: AbortSignal;
}

/**
 * Reads what came since the newest status that is known, up to the one that is
 * the newest now, and a little before: late ones have a number from before the
 * gap.
 *
 * @return Whether it is all read; not if there are more than `maxPages` pages.
 */
export async function* fillGap(
  timeline: Timeline,
  reader: StatusReader,
  { rewindMs, maxPages, signal }: FillOptions,
): AsyncGenerator<SourceEvent, boolean> {
  const target = await timeline.newest();
  if (reader.newest === null) {
    reader.reach(target ?? "0");
    return false;
  }
  let place = rewindId(reader.newest, rewindMs);
  for (let page = 0; page < maxPages; page++) {
    if (target === null || compareIds(place, target) >= 0) return true;
    const statuses = await timeline.after(place);
    for (const status of statuses) {
      if (signal.aborted) return false;
      const event = reader.readStatus(status);
      if (event) yield event;
    }
    const last = statuses.at(-1)?.id;
    if (last === undefined || compareIds(last, place) <= 0) return true;
    reader.reach(last);
    place = last;
  }
  return target === null || compareIds(place, target) >= 0;
}
