import {
  isWindow,
  type PageRange,
  rangeMotion,
  readPageRange,
} from "../../domain/request/range.ts";
import type { Zone } from "../../domain/time/zones.ts";
import type { Jump } from "../../domain/schema/jumps.ts";
import type { Motion } from "../../domain/live/window.ts";
import type { Interruptions, Outage } from "../../domain/series/outages.ts";
import {
  cutSeries,
  type Series,
  severalSources,
  type SourceSeries,
} from "../../domain/series/series.ts";
import { WINDOW_STEP } from "../../domain/live/snapshot.ts";
import { MINUTE } from "../../domain/time/range.ts";
import { seriesSpan } from "../chart/data.ts";
import { fetchJson } from "../live/fetch.ts";

/** The data of a range. */
export interface LoadedRange {
  /** The time parameters of its address. */
  readonly key: string;
  /** Null for the live window, which the stream sends. */
  readonly view: RangeView | null;
  readonly outages: readonly Outage[];
  /** Posts by source; null unless there are several. */
  readonly sources: SourceSeries | null;
  /** What stood out, oldest first. */
  readonly jumps: readonly Jump[];
}

/** A range that charts show instead of the live window. */
export interface RangeView {
  readonly kind: PageRange["kind"];
  readonly series: Series;
  /** How it moves with time; null if it lies in the past. */
  readonly motion: Motion | null;
}

/** Whether the live window is shown only in part. */
export function isShort({ key }: LoadedRange): boolean {
  return key === "range=5m";
}

/** Names a range, as in `Mood, 7 d`; null for the live window. */
export function describeRange(loaded: LoadedRange): string | null {
  const { view } = loaded;
  switch (view?.kind) {
    case undefined:
      return isShort(loaded) ? "5\u00a0min" : null;
    case "all":
      return "all time";
    case "custom":
      return "selected range";
    case "live":
      return "15\u00a0min";
    default:
      return view!.kind.replace(/\d+/, "$&\u00a0");
  }
}

/** Response of `/api/series`. */
type SeriesResponse =
  & Series
  & Interruptions
  & Partial<Pick<SourceSeries, "sources">>;

/** Response of `/api/jumps`. */
interface JumpsResponse {
  readonly jumps: readonly Jump[];
}

/** Which range a page shows. */
interface WantedRange {
  /** The time parameters of its address. */
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
  const params = new URLSearchParams(key);
  const range = readPageRange(params, nowMs);
  const per = params.get("per") || "auto";
  const isLive = isWindow(range, { per });
  const times = { ...Object.fromEntries(params), topic: slug };
  const [response, jumps] = await Promise.all([
    fetchJson<SeriesResponse>("/api/series", {
      ...times,
      ...isLive ? windowParams(range) : { per, zone, by: "source" },
    }, signal),
    fetchJson<JumpsResponse>("/api/jumps", {
      ...times,
      ...range.kind === "5m" && { step: String(WINDOW_STEP) },
    }, signal).then(({ jumps }) => jumps, () => []), // the next round retries
  ]);
  const { outages } = response;
  const sources = severalSources(
    response.sources ? { t: response.t, sources: response.sources } : null,
  );
  if (isLive) return { key, view: null, outages, sources, jumps };

  const series = cutSeries(response, nowMs / 1_000);
  const motion = rangeMotion(range, seriesSpan(series).to, nowMs);
  const view = { kind: range.kind, series, motion };
  return { key, view, outages, sources, jumps };
}

/** The live window by source, which are counted by the minute, unless it is shown in shorter buckets. */
function windowParams({ kind }: PageRange): Record<string, string> {
  return kind === "5m" ? {} : { step: String(MINUTE), by: "source" };
}
