import * as v from "valibot";
import type { SourceEvent } from "../source.ts";
import { type Asking, askJson, ConnectionError } from "./http.ts";
import { compareIds, Status, type StatusReader } from "./statuses.ts";

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

/** Lower bits of a number that are no time. */
const TIME_SHIFT = 16n;

/** From here on, numbers are taken to hold a time: 2010. */
const FIRST_TIMED = 1_262_304_000_000n << TIME_SHIFT;

/** The id of a status so long before this one, if its id tells the time as Mastodon's do. */
export function rewindId(id: string, rewindMs: number): string {
  if (!/^\d{1,20}$/.test(id)) return id;
  const number = BigInt(id);
  if (number < FIRST_TIMED) return id;
  return String(number - (BigInt(rewindMs) << TIME_SHIFT));
}

/** As many as a server gives at once. */
const PAGE = 40;

const Listed = v.array(v.looseObject({ id: Status.entries.id }));

/** A status of a list: its id, and what else the server says. */
type ListedStatus = v.InferOutput<typeof Listed>[number];

/** The public timeline of a server, page by page. */
export interface Timeline {
  /** The id of its newest status; null if there is none. */
  newest(): Promise<string | null>;
  /** The statuses that follow one, the oldest first; at most a page. */
  after(id: string): Promise<ListedStatus[]>;
}

/** @param base `https://host`, without a slash at the end. */
export function createTimeline(base: string, asking: Asking): Timeline {
  async function list(query: string): Promise<ListedStatus[]> {
    const url = `${base}/api/v1/timelines/public?${query}`;
    const { success, output } = v.safeParse(Listed, await askJson(url, asking));
    if (success) return output.sort((a, b) => compareIds(a.id, b.id));
    const { host } = new URL(base);
    throw new ConnectionError(`${host} answers something that is no timeline`);
  }

  return {
    newest: async () => (await list("limit=1")).at(-1)?.id ?? null,
    after: (id) => list(`limit=${PAGE}&min_id=${id}`),
  };
}
