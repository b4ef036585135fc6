import type { PostVersion } from "../../../../domain/post/post.ts";

/** The ids of a post of X. */
interface VersionedPost {
  readonly id: string;
  /** All versions of the post up to this one, the first one first. */
  readonly edit_history_tweet_ids: readonly string[];
}

/** Which edit a post is; undefined if it is as it was first. */
export function versionOf(
  { id, edit_history_tweet_ids: ids }: VersionedPost,
): PostVersion | undefined {
  const at = ids.indexOf(id);
  const number = at < 0 ? ids.length : at;
  return number === 0 ? undefined : { id, number };
}

/** When ids of X begin to hold times, and from which bit on. */
const [SNOWFLAKE_MS, SNOWFLAKE_BITS] = [1_288_834_974_657, 22n];
const IDS_MS = 2_000;

/**
 * When a post was first written, in ms since the epoch: every version counts at one time. The id of the
 * first says, unless ids and times do not agree.
 */
export function firstCreated(
  { id, edit_history_tweet_ids: [first] }: VersionedPost,
  createdMs: number,
): number {
  const ownMs = timeInId(id);
  const isTimed = Math.abs(ownMs - createdMs) < IDS_MS;
  if (first === undefined || first === id || !isTimed) return createdMs;
  return Math.floor(timeInId(first) / 1_000) * 1_000;
}

function timeInId(id: string): number {
  return /^\d{1,20}$/.test(id)
    ? Number(BigInt(id) >> SNOWFLAKE_BITS) + SNOWFLAKE_MS
    : NaN;
}
