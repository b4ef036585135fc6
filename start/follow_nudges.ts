import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import type { Nudges } from "../workers/broker/nudges.ts";
import { openNudges } from "../workers/broker/open_nudges.ts";

/** What hears of commits, as long as the server can be reached. */
export interface FollowedNudges extends AsyncDisposable {
  /** Whether the server can be reached, or none is named. */
  readonly isUp: () => boolean;
}

/**
 * Calls back whenever persist says that it has committed. It waits for nobody:
 * while the server is away, looking at the database is the guarantee.
 */
export function followNudges(
  { natsUrl }: Pick<Config, "natsUrl">,
  onNudge: () => void,
  parts: { log: Log; signal: AbortSignal },
): FollowedNudges {
  const { log, signal } = parts;
  if (natsUrl === null) {
    return {
      isUp: () => true,
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  }
  let nudges: Nudges | undefined;
  const opening = openNudges(natsUrl, { log, signal }).then((opened) => {
    nudges = opened;
    opened.onNudge(onNudge);
  }).catch((error) => {
    if (!signal.aborted) log("error", "cannot follow commits", { error });
  });
  return {
    isUp: () => nudges?.isUp ?? false,
    async [Symbol.asyncDispose]() {
      await opening;
      await nudges?.[Symbol.asyncDispose]();
    },
  };
}
