import {
  type BlueskyOptions,
  blueskySource,
} from "../../workers/ingest/sources/bluesky/bluesky.ts";
import {
  type MastodonOptions,
  mastodonSource,
} from "../../workers/ingest/sources/mastodon/mastodon.ts";
import {
  fileSource,
  type FileSourceOptions,
} from "../../workers/ingest/sources/file/file.ts";
import { temporaryFolder } from "./temporary.ts";
import type { PostEvent } from "../../workers/ingest/sources/source.ts";
import {
  type FollowedSource,
  followSource,
  type FollowSourceOptions,
} from "./follow_source.ts";

/** The timeouts of a source that is watched, scaled down. */
export const QUICK_BLUESKY = {
  answerMs: 400,
  silenceMs: 600,
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
  const timeouts = { ...QUICK_BLUESKY, ...options.timeouts };
  return followSource(blueskySource({ ...options, hosts, timeouts }), options);
}

/** The timeouts of a source that is watched, scaled down. */
export const QUICK_MASTODON = {
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
  const timeouts = { ...QUICK_MASTODON, ...options.timeouts };
  return followSource(
    mastodonSource({ ...options, host, token, timeouts }),
    options,
  );
}

const never = new AbortController().signal;

/** A file of lines that is gone with its scope. */
export async function writeLines(
  lines: readonly string[],
): Promise<{ path: string } & AsyncDisposable> {
  const folder = await temporaryFolder();
  const path = `${folder.path}/posts.ndjson`;
  await Deno.writeTextFile(path, lines.join("\n"));
  return {
    path,
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** What a file of posts gives, from a position to its end. */
export async function readAll(
  path: string,
  options: FileSourceOptions = {},
  position: string | null = null,
): Promise<PostEvent[]> {
  return await Array.fromAsync(fileSource(path, options).read(position, never));
}

/** The first of {@linkcode readAll}, for what never ends by itself. */
export async function readSome(
  count: number,
  path: string,
  options: FileSourceOptions,
  position: string | null = null,
): Promise<PostEvent[]> {
  const events: PostEvent[] = [];
  for await (const event of fileSource(path, options).read(position, never)) {
    if (events.push(event) === count) break;
  }
  return events;
}

/** An event in short: the id of a post, or the reason of a rejection. */
export function inShort(event: PostEvent): string {
  if (event.kind === "post") return event.post.id;
  return event.kind === "rejected" ? event.reason : event.kind;
}
