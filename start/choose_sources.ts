import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import { DEMO_DATABASE } from "./database.ts";
import { reachBluesky } from "../workers/ingest/sources/bluesky/connection.ts";

/** How long Bluesky may take to answer before demo posts are generated instead. */
const TIMEOUT_MS = 5_000;

/** The sources that `start` shows. */
export interface ChosenSources {
  readonly config: Config;
  /** Notice about generated posts for every page; null for none. */
  readonly banner: string | null;
}

/**
 * Decides what `start` shows. Without any setting that is live posts of Bluesky,
 * or, where it is unreachable, generated ones in a database of their own.
 */
export async function chooseSources(
  config: Config,
  { log, signal, hosts }: {
    log: Log;
    signal: AbortSignal;
    /** Instances of Bluesky to try. @default the public ones */
    hosts?: readonly string[];
  },
): Promise<ChosenSources> {
  if (!config.mayDemo) return { config, banner: bannerOf(config) };
  const slow = setTimeout(() => log("info", "connecting to Bluesky"), 2_000);
  const timeoutMs = TIMEOUT_MS;
  const reach = await reachBluesky(hosts, { signal, timeoutMs });
  clearTimeout(slow);
  if (reach.host !== null) return { config, banner: null };
  const banner =
    `${DEMO_NOTICE}: Bluesky could not be reached (${reach.reason})`;
  log("warn", banner);
  return {
    config: {
      ...config,
      sources: [{ kind: "demo" }],
      databaseUrl: DEMO_DATABASE,
    },
    banner,
  };
}

const DEMO_NOTICE = "Showing generated demo posts";

function bannerOf({ sources }: Config): string | null {
  return sources.some(({ kind }) => kind === "demo") ? DEMO_NOTICE : null;
}

/** How long an answer of the database is used. */
const TTL_MS = 5_000;

/** Options for {@linkcode createDemoBanner}. */
interface DemoBannerOptions {
  /** @default {Date.now} */
  now?: () => number;
  /** Called for each failure; the banner stays as it is. */
  onError?: (error: unknown) => void;
}

/**
 * The notice while the newest posts are generated, for a process that does not
 * know the sources. It returns the last answer, and refreshes it in the background.
 */
export function createDemoBanner(
  readNewestSource: () => Promise<string | null>,
  options: DemoBannerOptions = {},
): () => string | null {
  const { now = Date.now, onError = () => {} } = options;
  let banner: string | null = null;
  let readMs = -Infinity;

  return () => {
    if (now() - readMs >= TTL_MS) {
      readMs = now();
      readNewestSource().then((source) => {
        banner = source === "demo" ? DEMO_NOTICE : null;
      }, onError);
    }
    return banner;
  };
}
