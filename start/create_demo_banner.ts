/** How long an answer of the database is taken for true. */
const FRESH_MS = 5_000;

/** Options for {@linkcode createDemoBanner}. */
export interface DemoBannerOptions {
  /** @default {Date.now} */
  now?: () => number;
  /** Told of a look that failed; the banner stays as it is. */
  onError?: (error: unknown) => void;
}

/**
 * What pages must say while the newest posts are made up, for a process that
 * does not know the sources. The answer is at once; it is renewed behind it.
 */
export function createDemoBanner(
  readNewestSource: () => Promise<string | null>,
  options: DemoBannerOptions = {},
): () => string | null {
  const { now = Date.now, onError = () => {} } = options;
  let banner: string | null = null;
  let askedMs = -Infinity;

  return () => {
    if (now() - askedMs >= FRESH_MS) {
      askedMs = now();
      readNewestSource().then((source) => {
        banner = source === "demo" ? "Showing generated demo posts" : null;
      }, onError);
    }
    return banner;
  };
}
