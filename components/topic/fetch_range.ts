/** Reads other ranges; loaded when a page needs one. @module */
import { WINDOW_STEP } from "../../domain/live/snapshot.ts";
import { timeParams } from "../../domain/request/address.ts";
import { hasFilter } from "../../domain/post/search.ts";
import { filterIn, filterParams } from "../../domain/request/posts.ts";
import {
  isWindow,
  type PageRange,
  rangeMotion,
  readPageRange,
} from "../../domain/request/range.ts";
import type { Jump } from "../../domain/schema/jumps.ts";
import type { Filtered } from "../../domain/series/matched.ts";
import type { Interruptions } from "../../domain/series/outages.ts";
import {
  cutSeries,
  type Series,
  severalSources,
  type SourceSeries,
} from "../../domain/series/series.ts";
import { MINUTE } from "../../domain/time/range.ts";
import type { Zone } from "../../domain/time/zones.ts";
import { seriesSpan } from "../chart/data.ts";
import { fetchJson } from "../live/fetch.ts";
import type { LoadedRange } from "./loaded_range.ts";

/** Response of `/api/series`. */
type SeriesResponse =
  & Series
  & Interruptions
  & {
    readonly overall: Pick<LoadedRange, "poorlyReadShare">;
    readonly filtered?: Filtered;
  }
  & Pick<LoadedRange, "scorerChanges">
  & Partial<Pick<SourceSeries, "sources">>;

/** Response of `/api/jumps`. */
interface JumpsResponse {
  readonly jumps: readonly Jump[];
}

/** Which range a page shows. */
interface WantedRange {
  /** The parameters of its address that set what is counted. */
  readonly key: string;
  /** Whose calendar is followed. */
  readonly zone: Zone;
}

/** Reads what a page shows of a range. */
export async function fetchRange(
  slug: string,
  { key, zone }: WantedRange,
  nowMs: number,
  signal: AbortSignal,
): Promise<LoadedRange> {
  const address = `?${key}`;
  const params = timeParams(address);
  const filter = filterIn(address);
  const isFiltered = hasFilter(filter);
  const range = readPageRange(params, nowMs);
  const per = params.get("per") || "auto";
  const isLive = isWindow(range, { per });
  const times = { ...Object.fromEntries(params), topic: slug };
  const [response, jumps] = await Promise.all([
    fetchJson<SeriesResponse>("/api/series", {
      ...times,
      ...isLive ? windowParams(range) : { per, zone, by: "source" },
      ...filterParams(filter),
    }, signal),
    isFiltered ? [] : fetchJson<JumpsResponse>("/api/jumps", {
      ...times,
      ...range.kind === "5m" && { step: String(WINDOW_STEP) },
    }, signal).then(({ jumps }) => jumps, () => []), // the next round retries
  ]);
  const { outages, filtered = null, scorerChanges } = response;
  const { poorlyReadShare } = response.overall;
  const sources = severalSources(
    response.sources ? { t: response.t, sources: response.sources } : null,
  );
  const found = {
    ...{ key, filtered, outages, sources, jumps, scorerChanges },
    poorlyReadShare,
  };
  if (isLive && !isFiltered) return { ...found, view: null };

  const series = cutSeries(response, nowMs / 1_000);
  const motion = rangeMotion(range, seriesSpan(series).to, nowMs);
  return { ...found, view: { kind: range.kind, series, motion } };
}

/** The live window as it is shown: by source, which are counted by the minute, or in shorter buckets. */
function windowParams({ kind }: PageRange): Record<string, string> {
  return kind === "5m"
    ? { step: String(WINDOW_STEP) }
    : { step: String(MINUTE), by: "source" };
}
