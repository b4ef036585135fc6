import {
  type MastodonOptions,
  mastodonSource,
} from "../../workers/ingest/sources/mastodon/mastodon.ts";
import {
  type FollowedSource,
  followSource,
  type FollowSourceOptions,
} from "./follow_source.ts";

/** The timeouts of a source that is watched, scaled down. */
export const QUICK = {
  silenceMs: 2_000,
  answerMs: 1_000,
  retryMs: 10,
  maxRetryMs: 100,
  steadyMs: 50,
  rewindMs: 15_000,
};

/** Options for {@linkcode followMastodon}. */
export type FollowMastodonOptions =
  & Partial<Omit<MastodonOptions, "host">>
  & FollowSourceOptions;

/** Reads from a server on this machine until it goes out of scope. */
export function followMastodon(
  host: string,
  options: FollowMastodonOptions = {},
): FollowedSource {
  const { token = "a-token" } = options;
  const timeouts = { ...QUICK, ...options.timeouts };
  return followSource(
    mastodonSource({ ...options, host, token, timeouts }),
    options,
  );
}
