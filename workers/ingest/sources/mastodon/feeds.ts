import * as v from "valibot";
import { parseQuery } from "../../../../domain/query/parse.ts";
import type { Query } from "../../../../domain/query/query.ts";
import type { MastodonFeeds } from "../../../../domain/settings/source_url.ts";
import type { TrackedTopic } from "../topic_watch.ts";

/** A stream of a server, with the timeline that holds what was missed of it. */
export interface Feed {
  readonly kind: "federated" | "local" | "tag" | "list";
  /** For people. */
  readonly name: string;
  /** Its path below `/api/v1/streaming/`. */
  readonly stream: string;
  /** Its parameters where it is read as WebSocket. */
  readonly params: string;
  /** Its path below `/api/v1/timelines/`, with a query. */
  readonly timeline: string;
}

const FEDERATED: Feed = {
  kind: "federated",
  name: "federated timeline",
  stream: "public",
  params: "stream=public",
  timeline: "public?",
};

const LOCAL: Feed = {
  kind: "local",
  name: "local timeline",
  stream: "public/local",
  params: "stream=public%3Alocal",
  timeline: "public?local=true&",
};

function tagFeed(name: string): Feed {
  const tag = encodeURIComponent(name);
  return {
    kind: "tag",
    name: `#${name}`,
    stream: `hashtag?tag=${tag}`,
    params: `stream=hashtag&tag=${tag}`,
    timeline: `tag/${tag}?`,
  };
}

function listFeed(name: string): Feed {
  const id = encodeURIComponent(name);
  return {
    kind: "list",
    name: `list ${name}`,
    stream: `list?list=${id}`,
    params: `stream=list&list=${id}`,
    timeline: `list/${id}?`,
  };
}

/** Streams that one source reads at most: each is a connection. */
export const MAX_FEEDS = 20;

/** The feeds that an address names; of `timeline=topics` one for each hashtag of the active topics. */
export function feedsOf(
  { timeline, tags = [], list }: MastodonFeeds,
  topics: readonly TrackedTopic[],
): Feed[] {
  if (list !== undefined) return [listFeed(list)];
  if (timeline === "local") return [LOCAL];
  const wanted = timeline === "topics" ? hashtagsOf(topics) : tags;
  if (timeline === "topics" || wanted.length > 0) {
    return wanted.slice(0, MAX_FEEDS).map(tagFeed);
  }
  return [FEDERATED];
}

function hashtagsOf(topics: readonly TrackedTopic[]): string[] {
  const tags = topics.filter(({ active }) => active)
    .flatMap(({ query }) => tagsIn(parseQuery(query)));
  return [...new Set(tags)];
}

function tagsIn(query: Query): string[] {
  if (query.kind === "hashtag") return [query.tag];
  return "queries" in query ? query.queries.flatMap(tagsIn) : [];
}

const Access = v.fallback(v.optional(v.string()), undefined);
const Feeds = v.fallback(
  v.optional(v.object({ local: Access, remote: Access })),
  undefined,
);

/** Who may read which timelines of a server: `public`, `authenticated` or `disabled`. */
export const TimelinesAccess = v.object({
  live_feeds: Feeds,
  hashtag_feeds: Feeds,
});

/** Whether a server shows a feed to nobody, as it says itself. */
export function isDisabled(
  { kind }: Feed,
  access: v.InferOutput<typeof TimelinesAccess> | undefined,
): boolean {
  const { live_feeds: live, hashtag_feeds: tags } = access ?? {};
  switch (kind) {
    case "federated":
      return live?.remote === "disabled";
    case "local":
      return live?.local === "disabled";
    case "tag":
      return tags?.remote === "disabled" && tags.local === "disabled";
    case "list":
      return false;
  }
}

const INSTEAD: Record<Feed["kind"], string> = {
  federated: ": try a local timeline, a hashtag or a list",
  local: ": try a hashtag or a list",
  tag: ": try a list",
  list: "",
};

/** What to do about a server that does not show a feed. */
export function describeRefusal({ kind, name }: Feed, host: string): string {
  return `${host} shows no ${name}${INSTEAD[kind]}`;
}
