import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import { reachBluesky } from "../workers/ingest/sources/bluesky/connection.ts";

/** How long Bluesky may take to answer before posts are made up instead. */
const PATIENCE_MS = 5_000;

/** What there is to see. */
export interface Choice {
  readonly config: Config;
  /** What every page must say first about made-up posts; null if there are none. */
  readonly banner: string | null;
}

/**
 * Decides what `start` shows. Whoever chose nothing sees live posts of Bluesky,
 * or made-up ones, in a database of their own, where it cannot be reached.
 */
export async function chooseSources(
  config: Config,
  { log, signal, hosts }: {
    log: Log;
    signal: AbortSignal;
    /** Instances of Bluesky to look for. @default the public ones */
    hosts?: readonly string[];
  },
): Promise<Choice> {
  if (!config.mayDemo) return { config, banner: bannerOf(config) };
  const slow = setTimeout(() => log("info", "looking for Bluesky"), 2_000);
  const timeoutMs = PATIENCE_MS;
  const reach = await reachBluesky(hosts, { signal, timeoutMs });
  clearTimeout(slow);
  if (reach.host !== null) return { config, banner: null };
  const banner = `${MADE_UP}: Bluesky could not be reached (${reach.reason})`;
  log("warn", banner);
  return {
    config: {
      ...config,
      sources: [{ kind: "demo" }],
      databaseUrl: "sqlite:data/demo.db",
    },
    banner,
  };
}

const MADE_UP = "Showing generated demo posts";

function bannerOf({ sources }: Config): string | null {
  return sources.some(({ kind }) => kind === "demo") ? MADE_UP : null;
}

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
