import type { Interruptions } from "../../domain/series/outages.ts";
import type { Step } from "../../domain/series/buckets.ts";
import type { ScorerChange } from "../../domain/series/scorers.ts";
import type { Series } from "../../domain/series/series.ts";

const TIMEOUT_MS = 15_000;

/**
 * Fetches JSON from this server.
 *
 * @param path Of an endpoint, such as `/api/terms`.
 * @throws If the server does not answer in time, or with an error.
 */
export async function fetchJson<T>(
  path: string,
  params: URLSearchParams | Record<string, string>,
  signal: AbortSignal,
): Promise<T> {
  const response = await fetch(`${path}?${new URLSearchParams(params)}`, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  if (!response.ok) throw new Error(`The server returned ${response.status}`);
  return await response.json();
}

/** A topic's time range, in seconds since the epoch, and its buckets. */
interface SeriesQuery {
  readonly slug: string;
  readonly from: number;
  readonly to: number;
  readonly step: Step;
  /** As the API takes it; see `filterParams()`. @default none */
  readonly filter?: Readonly<Record<string, string>>;
}

/** What `/api/series` answers, as far as pages need it. */
type FetchedSeries = Series & Interruptions & {
  readonly scorerChanges: readonly ScorerChange[];
};

/** Fetches a topic's counts over time. */
export function fetchSeries(
  { slug, from, to, step, filter }: SeriesQuery,
  signal: AbortSignal,
): Promise<FetchedSeries> {
  const buckets = typeof step === "number" ? { step: `${step}` } : { ...step };
  const times = { from: `${from}`, to: `${to}`, ...buckets };
  const params = { ...filter, topic: slug, ...times };
  return fetchJson("/api/series", params, signal);
}
