import type { Interruptions } from "../../domain/series/outages.ts";
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

/** A topic's time range and bucket size, in seconds. */
interface SeriesQuery {
  readonly slug: string;
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** Fetches a topic's counts over time. */
export function fetchSeries(
  { slug, from, to, step }: SeriesQuery,
  signal: AbortSignal,
): Promise<Series & Interruptions> {
  const params = { topic: slug, from: `${from}`, to: `${to}`, step: `${step}` };
  return fetchJson("/api/series", params, signal);
}
