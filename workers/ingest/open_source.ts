import { parseQuery } from "../../domain/query/parse.ts";
import { queryWords } from "../../domain/query/query.ts";
import type { SourceSpec } from "../../domain/settings/source_url.ts";
import type { Log } from "../../log.ts";
import { blueskySource } from "./sources/bluesky/bluesky.ts";
import { HandleKeeper, type HandleStore } from "./sources/bluesky/handles.ts";
import { PUBLIC_API } from "./sources/bluesky/profiles.ts";
import { demoSource } from "./sources/demo/demo.ts";
import { fileSource } from "./sources/file/file.ts";
import { mastodonSource } from "./sources/mastodon/mastodon.ts";
import type { Source } from "./sources/source.ts";
import { SpendMeter, type SpendStore } from "./sources/spending.ts";
import type { TopicWatch } from "./sources/topic_watch.ts";
import { xSource } from "./sources/x/x.ts";

/** What sources need besides their specifications. */
export interface SourceParts {
  readonly topics: TopicWatch;
  /** Null where no source needs one. */
  readonly xToken: string | null;
  readonly mastodonToken: string | null;
  /** Billed posts a day at X; 0: no limit. */
  readonly xPostsPerDay: number;
  readonly spending: SpendStore;
  readonly handles: HandleStore;
  readonly log: Log;
}

/** Creates the source of a specification. It opens nothing yet. */
export function createSource(spec: SourceSpec, parts: SourceParts): Source {
  switch (spec.kind) {
    case "file":
      return fileSource(spec.path, spec);
    case "demo": {
      const { rate = 20, seed } = spec;
      const words = followWords(parts.topics);
      return demoSource({ rate, words, ...(seed !== undefined && { seed }) });
    }
    case "bluesky":
      return blueskySource({
        ...(spec.hosts && { hosts: spec.hosts }),
        handles: new HandleKeeper({
          host: profilesHost(spec),
          store: parts.handles,
          topics: parts.topics,
          onError: (error) =>
            parts.log("warn", "cannot look up names of accounts", { error }),
        }),
      });
    case "mastodon":
      return mastodonSource({
        ...spec,
        topics: parts.topics,
        token: parts.mastodonToken ?? "",
      });
    case "x": {
      const { topics, xPostsPerDay: limit, spending: store, log } = parts;
      const meter = new SpendMeter({ limit, store, log });
      return xSource({ ...spec, token: parts.xToken ?? "", topics, meter });
    }
  }
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/;

/** Where to look up profiles: an instance on this machine is asked itself, as others are not meant. */
function profilesHost(
  { hosts = [], profiles }: Extract<SourceSpec, { kind: "bluesky" }>,
): string | null {
  if (profiles !== undefined) return profiles === "none" ? null : profiles;
  return hosts.find((host) => LOOPBACK.test(host)) ?? PUBLIC_API;
}

/** One word of each active topic, for generated posts. */
function followWords(topics: TopicWatch): () => readonly string[] {
  let read: TopicWatch["current"] | undefined;
  let words: readonly string[] = [];
  return () => {
    if (read === topics.current) return words;
    read = topics.current;
    words = read.filter(({ active }) => active)
      .flatMap(({ query }) => [...queryWords(parseQuery(query))].slice(0, 1));
    return words;
  };
}
