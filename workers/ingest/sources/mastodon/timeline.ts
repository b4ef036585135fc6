import * as v from "valibot";
import { ConnectionError } from "../connection.ts";
import type { SourceEvent } from "../source.ts";
import { describeRefusal, type Feed } from "./feeds.ts";
import { fetchJson, type RequestOptions } from "./http.ts";
import { compareIds, Status, type StatusReader } from "./statuses.ts";

/** Statuses of a page: as many as a server allows. */
const PAGE = 40;

const Page = v.array(v.looseObject({ id: Status.entries.id }));

/** Lists a page of a timeline of a server, the oldest status first. */
export type ListTimeline = (
  query: string,
) => Promise<v.InferOutput<typeof Page>>;

/** @param base `https://host`, without a slash at the end. */
export function createTimeline(
  base: string,
  { timeline }: Feed,
  options: RequestOptions,
): ListTimeline {
  return async (query) => {
    const url = `${base}/api/v1/timelines/${timeline}${query}`;
    const answer = await fetchJson(url, options);
    const { success, output } = v.safeParse(Page, answer);
    if (success) return output.sort((a, b) => compareIds(a.id, b.id));
    const { host } = new URL(base);
    throw new ConnectionError(`${host} does not answer a timeline`);
  };
}

/** Options for {@linkcode createGapFiller}. */
export interface GapOptions {
  readonly host: string;
  readonly feed: Feed;
  readonly rewindMs: number;
  /** Pages that are read, at most. */
  readonly maxPages: number;
  /** Ends it early. */
  readonly signal: AbortSignal;
}

/** How a gap was filled. */
interface Filled {
  readonly recovered: boolean;
  /** What is missing; null: nothing, or it is the source's first start. */
  readonly missing: string | null;
}

/** Failures in a row after which a gap is left open. */
const MAX_FAILURES = 8;
const MAX_REFUSALS = 3;

/**
 * Fills gaps for one source; throws {@linkcode ConnectionError} to be tried
 * again on a new connection. Gives a gap up where the server has refused or
 * failed too often: the stream matters more than what was missed.
 */
export function createGapFiller(
  reader: StatusReader,
  options: GapOptions,
): (list: ListTimeline) => AsyncGenerator<SourceEvent, Filled> {
  let failures = 0;
  let refusals = 0;

  function isHopeless({ retry }: ConnectionError): boolean {
    if (retry === "late") return ++refusals >= MAX_REFUSALS;
    if (retry === "soon") failures++; // a rate limit is no failure
    return failures >= MAX_FAILURES;
  }

  return async function* (list) {
    const isFirst = reader.newest === null;
    try {
      const recovered = yield* fillGap(list, reader, options);
      failures = refusals = 0;
      if (recovered || isFirst) return { recovered, missing: null };
      const missing = `missed more than ${options.maxPages} pages before`;
      return { recovered, missing };
    } catch (cause) {
      if (!(cause instanceof ConnectionError)) throw cause;
      const message = explain(cause, options);
      if (isFirst && cause.retry === "late") {
        throw new ConnectionError(message, { cause, retry: "late" });
      }
      if (isFirst) return { recovered: false, missing: null };
      if (!isHopeless(cause)) {
        // A server that streams is likely to open its timeline again.
        const retry = cause.retry === "late" ? "soon" : cause.retry;
        throw new ConnectionError(message, { cause, retry });
      }
      failures = 0;
      const missing = `could not read what it missed before: ${message}`;
      return { recovered: false, missing };
    }
  };
}

/** What a refusal of a timeline means; whoever has no token needs one first. */
function explain(
  { message, retry }: ConnectionError,
  { host, feed }: GapOptions,
): string {
  if (retry !== "late" || message.includes("requires a token")) return message;
  const [status] = /\b\d{3}(?:: [^)]*)?/.exec(message.replace(host, "")) ?? [];
  return describeRefusal(feed, host) + (status ? ` (${status})` : "");
}

/**
 * Reads the statuses between the newest known one and the server's newest, and
 * some time before: late ones have an id from before the gap.
 *
 * @return Whether all were read: not if they fill more than `maxPages` pages.
 */
async function* fillGap(
  list: ListTimeline,
  reader: StatusReader,
  { rewindMs, maxPages, signal }: GapOptions,
): AsyncGenerator<SourceEvent, boolean> {
  const target = (await list("limit=1")).at(-1)?.id ?? null;
  if (reader.newest === null) {
    reader.reach(target ?? "0");
    return false;
  }
  let place = rewindId(reader.newest, rewindMs);
  for (let page = 0; page < maxPages; page++) {
    if (target === null || compareIds(place, target) >= 0) return true;
    const statuses = await list(`limit=${PAGE}&min_id=${place}`);
    for (const status of statuses) {
      if (signal.aborted) return false;
      const event = reader.readStatus(status);
      if (event) yield event;
    }
    const last = statuses.at(-1)?.id;
    if (last === undefined || compareIds(last, place) <= 0) return true;
    reader.reach(last);
    place = last;
  }
  return target === null || compareIds(place, target) >= 0;
}

/** Bits of an id below its time. */
const TIME_SHIFT = 16n;

/** Smaller numbers contain no time: 2010. */
const FIRST_TIMED = 1_262_304_000_000n << TIME_SHIFT;

/** The id of a status this long before another; the same id if it contains no time. */
export function rewindId(id: string, rewindMs: number): string {
  if (!/^\d{1,20}$/.test(id)) return id;
  const number = BigInt(id);
  if (number < FIRST_TIMED) return id;
  return String(number - (BigInt(rewindMs) << TIME_SHIFT));
}
