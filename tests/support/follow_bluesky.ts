import {
  type BlueskyOptions,
  blueskySource,
} from "../../workers/ingest/sources/bluesky/bluesky.ts";
import {
  type FollowedSource,
  followSource,
  type FollowSourceOptions,
} from "./follow_source.ts";

/** The timeouts of a source that is watched, scaled down. */
export const QUICK = {
  openMs: 400,
  silenceMs: 600,
  closeMs: 100,
  retryMs: 20,
  maxRetryMs: 100,
  steadyMs: 200,
};

/** Options for {@linkcode followBluesky}. */
export type FollowBlueskyOptions = BlueskyOptions & FollowSourceOptions;

/** Reads from instances on this machine until it goes out of scope. */
export function followBluesky(
  hosts: readonly string[],
  options: FollowBlueskyOptions = {},
): FollowedSource {
  const timeouts = { ...QUICK, ...options.timeouts };
  return followSource(blueskySource({ ...options, hosts, timeouts }), options);
}
