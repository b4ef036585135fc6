import { seriesSpan } from "../../components/chart/series_span.ts";
import type { LoadedRange } from "../../components/topic/loaded_range.ts";
import type { PageRange } from "../../domain/request/range.ts";
import { timeParams } from "../../domain/request/time_params.ts";
import { severalSources } from "../../domain/series/several_sources.ts";
import { windowRange } from "../../domain/series/window_range.ts";
import type { State } from "../../state.ts";
import { readRangeView } from "./read_range_view.ts";

/** Posts are counted by source in steps of so many seconds. */
const MINUTE = 60;

/** The time that an address asks for. */
export interface AskedRange {
  /** Path and query. */
  readonly address: string;
  readonly range: PageRange;
}

/** Reads what a topic's page shows of a time, but what the live stream brings. */
export async function readLoadedRange(
  state: Pick<
    State,
    | "readExtent"
    | "readInterruptions"
    | "readSeries"
    | "readSourceSeries"
  >,
  slug: string,
  { address, range }: AskedRange,
  nowMs: number,
): Promise<LoadedRange> {
  const key = timeParams(address).toString();
  const view = await readRangeView(state, slug, range, nowMs);
  const span = view ? seriesSpan(view.series) : windowRange(nowMs);
  const step = view?.series.step ?? MINUTE;
  const isBySource = range.kind !== "5m" && step % MINUTE === 0;
  const [{ outages }, sources] = await Promise.all([
    state.readInterruptions(span),
    isBySource ? state.readSourceSeries(slug, span, step) : null,
  ]);
  return { key, view, outages, sources: severalSources(sources) };
}
