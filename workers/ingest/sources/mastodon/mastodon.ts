import type { MastodonFeeds } from "../../../../domain/settings/source_url.ts";
import { sleep } from "../../../../domain/time/retry.ts";
import { keepConnected } from "../connection.ts";
import type { Source, SourceEvent } from "../source.ts";
import type { TopicWatch } from "../topic_watch.ts";
import { createConnector } from "./connect.ts";
import { type Feed, feedsOf, MAX_FEEDS } from "./feeds.ts";
import { TIMEOUTS, type Timeouts } from "./http.ts";
import { mergeFeeds } from "./merge.ts";
import { createStatusReader, type RecentStatuses } from "./statuses.ts";
import { createGapFiller } from "./timeline.ts";

/** Options for {@linkcode mastodonSource}. */
export interface MastodonOptions {
  /** `name[:port]` of a server that speaks Mastodon's protocol. */
  readonly host: string;
  /** @default {{}}, the federated timeline */
  readonly feeds?: MastodonFeeds;
  /** Whose hashtags `timeline=topics` follows. @default none */
  readonly topics?: TopicWatch;
  /** With the scope `read:statuses`; empty for servers that require none. */
  readonly token: string;
  readonly timeouts?: Partial<Timeouts>;
  /** Pages of 40 posts that are read after an interruption, at most. @default {100} */
  readonly maxPages?: number;
}

const NO_TOPICS: TopicWatch = { current: [], onChange: () => () => {} };

/**
 * Live posts of a Mastodon server: of its federated or local timeline, of
 * hashtags or of a list. A position is the id of the newest status; statuses since
 * then are read from the server's timeline, later ones from its stream. A status
 * can come twice after an interruption; an edit or deletion during one is noticed
 * only if the status is new as well.
 */
export function mastodonSource(options: MastodonOptions): Source {
  const { feeds = {}, topics = NO_TOPICS } = options;
  const host = options.host.toLowerCase();
  return {
    name: "mastodon",
    key: `mastodon://${host}${keyOf(feeds)}`,
    read: (position, signal) =>
      feeds.timeline === "topics"
        ? followTopics({ ...options, host }, topics, position, signal)
        : readFeeds(feedsOf(feeds, []), { ...options, host }, position, signal),
  };
}

/** The part of an address that names feeds. */
function keyOf({ timeline, tags = [], list }: MastodonFeeds): string {
  if (timeline !== undefined) return `?timeline=${timeline}`;
  if (list !== undefined) return `?list=${list}`;
  return tags.length > 0 ? `?tag=${tags.join()}` : "";
}

/** Reads a feed for each hashtag of the topics, and begins again when these change. */
async function* followTopics(
  options: MastodonOptions,
  topics: TopicWatch,
  position: string | null,
  signal: AbortSignal,
): AsyncGenerator<SourceEvent> {
  const wanted = () => feedsOf({ timeline: "topics" }, topics.current);
  const namesOf = (feeds: readonly Feed[]) =>
    feeds.map(({ name }) => name).join(" ");
  while (!signal.aborted) {
    const changed = new AbortController();
    const feeds = wanted();
    const stop = topics.onChange(() => {
      if (namesOf(wanted()) !== namesOf(feeds)) changed.abort();
    });
    const either = AbortSignal.any([signal, changed.signal]);
    try {
      if (feeds.length === 0) {
        const why = "No active topic has a hashtag";
        yield { kind: "down", atMs: Date.now(), why, retryMs: null };
        await sleep(Infinity, either);
        continue;
      }
      const isCut = feeds.length === MAX_FEEDS;
      const detail = isCut ? `It reads ${MAX_FEEDS} hashtags at most` : null;
      yield { kind: "notice", detail };
      for await (const event of readFeeds(feeds, options, position, either)) {
        if ("position" in event) position = event.position ?? position;
        yield event;
      }
    } finally {
      stop();
    }
  }
}

function readFeeds(
  feeds: readonly Feed[],
  options: MastodonOptions,
  position: string | null,
  signal: AbortSignal,
): AsyncIterable<SourceEvent> {
  const recent: RecentStatuses = new Map();
  const [first, ...others] = feeds.map((feed) => ({
    name: feed.name,
    read: (signal: AbortSignal) =>
      readFeed(feed, options, position, recent, signal),
  }));
  return others.length === 0
    ? first!.read(signal)
    : mergeFeeds([first!, ...others], position, signal);
}

function readFeed(
  feed: Feed,
  options: MastodonOptions,
  position: string | null,
  recent: RecentStatuses,
  signal: AbortSignal,
): AsyncIterable<SourceEvent> {
  const { host, token, maxPages = 100 } = options;
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const reader = createStatusReader(host, position, recent);
  const connect = createConnector(host, feed, { token, timeouts });
  const { rewindMs } = timeouts;
  const gap = { host, feed, rewindMs, maxPages, signal };
  const fillGap = createGapFiller(reader, gap);

  return keepConnected(
    async function* (signal) {
      const connection = await connect(signal);
      await using frames = connection.frames;
      const { recovered, missing } = yield* fillGap(connection.timeline);
      const detail = [connection.detail, missing ?? []].flat().join("; ");
      yield { kind: "live", atMs: Date.now(), detail, recovered };
      for await (const frame of frames) {
        const event = reader.read(frame);
        if (event) yield event;
      }
    },
    timeouts,
    signal,
  );
}
