/** A parsed address of `SOURCE_URL`. */
export type SourceSpec =
  | {
    kind: "file";
    path: string;
    rate?: number | undefined;
    speed?: number | undefined;
    restamp: boolean;
    loop: boolean;
    /** Whether to wait at the end for more. */
    follow?: boolean;
    /** The topic that gets all posts, whatever its query. */
    topic?: string;
  }
  | { kind: "demo"; rate?: number | undefined; seed?: number | undefined }
  /** The API of X; another host for tests and proxies. */
  | { kind: "x"; host?: string }
  /**
   * Without hosts: the public instances. `profiles`: the host of the API that knows
   * the names of accounts, another than the public one; `none`: they stay DIDs.
   */
  | { kind: "bluesky"; hosts?: readonly string[]; profiles?: string }
  | { kind: "mastodon"; host: string; feeds?: MastodonFeeds };

/** What of a Mastodon server is read: one of these, or else its federated timeline. */
export interface MastodonFeeds {
  /** `topics`: the hashtags of the active topics. */
  readonly timeline?: "local" | "topics";
  /** In lower case, without `#`. */
  readonly tags?: readonly string[];
  /** The id of a list of the token's account. */
  readonly list?: string;
}

/** Thrown for an invalid address of a source; the message is the rule that it breaks. */
export class SourceUrlError extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = "SourceUrlError";
  }
}

const OPTIONS: Record<SourceSpec["kind"], readonly string[]> = {
  file: ["rate", "speed", "restamp", "loop", "follow", "topic"],
  demo: ["rate", "seed"],
  x: [],
  bluesky: ["profiles"],
  mastodon: ["timeline", "tag", "list"],
};

/**
 * Parses one address: `x:`, `bluesky:`, `bluesky://host`, `mastodon://host`,
 * `mastodon://host?timeline=local`, `?timeline=topics`, `?tag=cats,dogs` or `?list=7`,
 * `file:PATH?rate=100&speed=60&restamp=now&loop=1&topic=NAME`,
 * `file:PATH?follow=1` or `demo:?rate=20&seed=1`.
 *
 * @throws {SourceUrlError} If a part of it is unknown or not allowed.
 */
export function parseSourceUrl(url: string): SourceSpec {
  const [, kind = "", place = "", search = ""] =
    /^([a-z]+):([^?]*)(?:\?(.*))?$/.exec(url) ?? [];
  if (!isKind(kind)) {
    throw new SourceUrlError(
      "must be x:, bluesky:, mastodon://HOST, file:PATH or demo:?rate=20",
    );
  }
  const options = new URLSearchParams(search);
  checkNames(options, kind);
  switch (kind) {
    case "x":
      return readLive(kind, place);
    case "bluesky":
      return withProfiles(readLive(kind, place), options);
    case "mastodon":
      return withFeeds(readLive(kind, place), options);
    case "demo":
      return readDemo(place, options);
    case "file":
      return readFile(place, options);
  }
}

function isKind(kind: string): kind is SourceSpec["kind"] {
  return Object.hasOwn(OPTIONS, kind);
}

const HOST =
  /^[a-z\d](?:[a-z\d.\-]*[a-z\d])?(?::\d{1,5})?$|^\[::1\](?::\d{1,5})?$/i;

function readLive(
  kind: "x" | "bluesky" | "mastodon",
  place: string,
): SourceSpec {
  if (place === "" && kind !== "mastodon") return { kind };
  const [, list = ""] = /^\/\/([^/]*)\/?$/.exec(place) ?? [];
  const hosts = list.toLowerCase().split(",");
  const areHosts = hosts.every((host) =>
    HOST.test(host) && URL.canParse(`https://${host}`)
  );
  if (!areHosts || (hosts.length > 1 && kind !== "bluesky")) {
    const example = kind === "mastodon" ? "mastodon.social" : "host:443";
    throw new SourceUrlError(`must name a host, such as ${kind}://${example}`);
  }
  if (kind === "bluesky") return { kind, hosts };
  return { kind, host: hosts[0]! };
}

/** Adds where a source of Bluesky looks up the names of accounts. */
function withProfiles(spec: SourceSpec, options: URLSearchParams): SourceSpec {
  const profiles = options.get("profiles")?.toLowerCase();
  if (spec.kind !== "bluesky" || profiles === undefined) return spec;
  if (HOST.test(profiles)) return { ...spec, profiles };
  throw new SourceUrlError("must have profiles=HOST or profiles=none");
}

const TIMELINES = ["local", "topics"] as const;
const TAG = /^[\p{L}\p{M}\p{N}_·]{1,100}$/u;
const MAX_TAGS = 20;

/** Adds which timeline, hashtags or list of a Mastodon server to read. */
function withFeeds(spec: SourceSpec, options: URLSearchParams): SourceSpec {
  const names = [...options.keys()];
  if (spec.kind !== "mastodon" || names.length === 0) return spec;
  if (names.length > 1) {
    throw new SourceUrlError("must have one of timeline, tag and list");
  }
  return { ...spec, feeds: readFeeds(options) };
}

function readFeeds(options: URLSearchParams): MastodonFeeds {
  const list = options.get("list");
  if (list !== null) {
    if (/^[\w\-]{1,100}$/.test(list)) return { list };
    throw new SourceUrlError(`must have the id of a list, not "${list}"`);
  }
  const wanted = options.get("timeline");
  if (wanted !== null) {
    const timeline = TIMELINES.find((name) => name === wanted);
    if (timeline) return { timeline };
    throw new SourceUrlError(
      `must have timeline=local or timeline=topics, not "${wanted}"`,
    );
  }
  const tags = options.get("tag")!.split(",")
    .map((tag) => tag.replace(/^[#＃]/, "").toLowerCase());
  if (tags.every((tag) => TAG.test(tag)) && tags.length <= MAX_TAGS) {
    return { tags: [...new Set(tags)] };
  }
  throw new SourceUrlError(
    `must have 1 to ${MAX_TAGS} hashtags, such as tag=cats,dogs`,
  );
}

function readDemo(place: string, options: URLSearchParams): SourceSpec {
  if (place) throw new SourceUrlError("must have no path after demo:");
  const rate = readNumber(options, "rate", ...RATES);
  const seed = readNumber(options, "seed", 0, 2 ** 32 - 1);
  if (seed !== undefined && !Number.isInteger(seed)) {
    throw new SourceUrlError("must have a whole number as its seed");
  }
  return { kind: "demo", rate, seed };
}

const RATES = [0.001, 100_000] as const;

function readFile(place: string, options: URLSearchParams): SourceSpec {
  const rate = readNumber(options, "rate", ...RATES);
  const speed = readNumber(options, "speed", 0.001, 1e9);
  if (rate && speed) {
    throw new SourceUrlError("must have rate or speed, not both");
  }
  const loop = readSwitch(options, "loop", "1");
  const follow = readSwitch(options, "follow", "1");
  if (loop && follow) {
    throw new SourceUrlError("must have loop or follow, not both");
  }
  const topic = options.get("topic");
  if (topic === "") throw new SourceUrlError("must name a topic after topic=");
  return {
    kind: "file",
    path: readPath(place),
    rate,
    speed,
    restamp: readSwitch(options, "restamp", "now"),
    loop,
    ...(follow && { follow }),
    ...(topic !== null && { topic }),
  };
}

function checkNames(options: URLSearchParams, kind: SourceSpec["kind"]): void {
  const allowed = OPTIONS[kind];
  const names = [...options.keys()];
  const unknown = names.find((name) => !allowed.includes(name));
  if (unknown !== undefined) {
    throw new SourceUrlError(
      `must have no option "${unknown}": ${kind} knows ${
        allowed.join(", ") || "none"
      }`,
    );
  }
  if (new Set(names).size < names.length) {
    throw new SourceUrlError("must have each option once");
  }
}

function readNumber(
  options: URLSearchParams,
  name: string,
  min: number,
  max: number,
): number | undefined {
  const text = options.get(name);
  if (text === null) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && value >= min && value <= max) return value;
  throw new SourceUrlError(
    `must have a ${name} from ${min} to ${max}, not "${text}"`,
  );
}

function readSwitch(
  options: URLSearchParams,
  name: string,
  on: string,
): boolean {
  const text = options.get(name);
  if (text === null || text === on) return text === on;
  throw new SourceUrlError(`must have ${name}=${on} or none, not "${text}"`);
}

function readPath(place: string): string {
  const path = place.startsWith("///") ? place.slice(2) : place;
  if (path === "") throw new SourceUrlError("must name a file after file:");
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a literal per cent sign
  }
}
