import { batch } from "@preact/signals";
import type { Interruptions } from "../../domain/series/outages.ts";
import type { Series } from "../../domain/series/series.ts";

/** Does what it is asked for, all in one step: at once if nothing was done lately, else as soon as it may. */
export class Throttle implements Disposable {
  readonly #ms: number;
  readonly #asked = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param ms At most one step in so many milliseconds. */
  constructor(ms: number) {
    this.#ms = ms;
  }

  /** Asks for something; asking twice before it is done is asking once. */
  ask(action: () => void): void {
    this.#asked.add(action);
    if (this.#timer === undefined) this.#run();
  }

  /** Does something in the step that is due, or else now, which counts as no step. */
  join(action: () => void): void {
    if (this.#asked.size > 0) this.#asked.add(action);
    else action();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#asked.clear();
  }

  #run(): void {
    const actions = [...this.#asked];
    this.#asked.clear();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#asked.size > 0) this.#run();
    }, this.#ms);
    batch(() => {
      for (const action of actions) action();
    });
  }
}

/** A stretch of a topic's time, and how finely to cut it; all in seconds. */
interface SeriesQuestion {
  readonly slug: string;
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** Asks the server for a topic's counts over time. */
export function askSeries(
  { slug, from, to, step }: SeriesQuestion,
  signal: AbortSignal,
): Promise<Series & Interruptions> {
  const params = new URLSearchParams({
    topic: slug,
    from: String(from),
    to: String(to),
    step: String(step),
  });
  return askServer("/api/series", params, signal);
}

/** After so long without an answer, a question counts as failed. */
const PATIENCE_MS = 15_000;

/**
 * Asks this server for JSON.
 *
 * @param path Of an endpoint, such as `/api/terms`.
 * @throws If the server does not answer, or not with what was asked for.
 */
export async function askServer<T>(
  path: string,
  params: URLSearchParams | Record<string, string>,
  signal: AbortSignal,
): Promise<T> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(`${path}?${new URLSearchParams(params)}`, {
    signal: AbortSignal.any([signal, patience]),
  });
  if (!response.ok) throw new Error(`The server answers ${response.status}`);
  return await response.json();
}
