import {
  batch,
  type ReadonlySignal,
  useComputed,
  useSignal,
  useSignalEffect,
} from "@preact/signals";
import {
  countedParams,
  hasTime,
  isFiltered,
  type ListKind,
  listKind,
  TIME_PARAMETERS,
} from "../../domain/request/address.ts";
import type { TermCount, WindowTerms } from "../../domain/live/snapshot.ts";
import {
  isOwnKind,
  type TermKind,
  type TopKind,
} from "../../domain/post/post.ts";
import {
  filterIn,
  filterParams,
  LIST_FILTER_NAMES,
} from "../../domain/request/posts.ts";
import type { TopList, TopRow } from "../../domain/schema/top.ts";
import { type PageRange, readPageRange } from "../../domain/request/range.ts";
import { termsParams, termsSpan } from "../../domain/request/terms.ts";
import { fetchJson } from "../live/fetch.ts";
import { pollWhileVisible } from "../live/hooks.ts";
import { live } from "../live/store.ts";
import { nowMs } from "./range.ts";

/** The live stream sends words, but not their previous counts: these are read every so many rounds. */
const WORDS_EVERY = 6;

/** When to retry a failed request for a range in the past. */
const RETRY_SECONDS = 5;

/** What matches a filter is read no more often. */
const FILTERED_SECONDS = 15;
/** What is counted post by post is not read more often. */
const OWN_SECONDS = 60;

const WORD_KINDS: readonly TermKind[] = ["positive", "negative"];

/**
 * The terms of a page's range, kept up to date while the page is visible.
 *
 * @param words Words of the live window, from the live stream.
 */
export function useTerms(
  slug: string,
  address: ReadonlySignal<string>,
  rendered: TermsView,
  words: ReadonlySignal<WindowTerms>,
): ReadonlySignal<TermsView> {
  const loaded = useSignal(rendered);
  const time = useComputed(() => countedParams(address.value).toString());
  const list = useComputed(() => listKind(address.value));
  const shownTime = useSignal(time.peek());

  useSignalEffect(() => {
    const now = time.value;
    const kind = list.value;
    if (!live.started.value) return;
    const stop = new AbortController();
    void follow(now, kind, stop.signal);
    return () => stop.abort();
  });

  async function follow(now: string, kind: ListKind, signal: AbortSignal) {
    const isLoaded = () =>
      shownTime.peek() === now && loaded.peek()[kind] !== undefined;
    let round = 0;

    async function load(): Promise<void> {
      if (live.paused.peek() && isLoaded()) return;
      const withWords = !isWindow(now) || round++ % WORDS_EVERY === 0;
      const kinds = withWords ? [...WORD_KINDS, kind] : [kind];
      const found = await Promise.all(
        kinds.map((kind) => fetchList(slug, kind, now, signal)),
      );
      if (signal.aborted) return;
      const changes = Object.fromEntries(
        kinds.map((kind, i) => [kind, found[i]!]),
      );
      const kept = shownTime.peek() === now ? loaded.peek() : {};
      batch(() => {
        loaded.value = { ...kept, ...changes };
        shownTime.value = now;
      });
    }

    if (!isLoaded()) await load().catch(() => {}); // the next round retries
    const span = termsSpan(rangeOf(now), nowMs());
    if (span.everySeconds === null && isLoaded()) return;
    const seconds = span.everySeconds ?? RETRY_SECONDS;
    const least = isOwnKind(kind)
      ? OWN_SECONDS
      : isFiltered(`?${now}`)
      ? FILTERED_SECONDS
      : 0;
    const everyMs = Math.max(seconds, least) * 1_000;
    if (!signal.aborted) {
      pollWhileVisible(load, document, signal, { everyMs });
    }
  }

  return useComputed(() =>
    isWindow(shownTime.value) && isWindow(time.value)
      ? withLiveWords(loaded.value, words.value)
      : loaded.value
  );
}

function rangeOf(time: string): PageRange {
  return readPageRange(new URLSearchParams(time), nowMs());
}

function isWindow(time: string): boolean {
  return rangeOf(time).kind === "live" && !isFiltered(`?${time}`);
}

function filterOf(time: string): Record<string, string> {
  return filterParams(filterIn(`?${time}`), LIST_FILTER_NAMES);
}

async function fetchList(
  slug: string,
  kind: TopKind,
  time: string,
  signal: AbortSignal,
): Promise<readonly TermRow[]> {
  if (!isOwnKind(kind)) return await fetchTerms(slug, kind, time, signal);
  const params = new URLSearchParams(time);
  const times = hasTime(params) ? TIME_PARAMETERS : [];
  const { rows } = await fetchJson<TopList>("/api/top", {
    ...{ topic: slug, kind, limit: "10" },
    ...Object.fromEntries(times.map((name) => [name, params.get(name) ?? ""])),
    ...filterOf(time),
  }, signal);
  return rows.map(toTermRow);
}

/** An entry of a list as the row of a page's list. */
export function toTermRow({ value, posts, isHashed }: TopRow): TermRow {
  return { term: value, count: posts, ...(isHashed && { isHashed }) };
}

function fetchTerms(
  slug: string,
  kind: TermKind,
  time: string,
  signal: AbortSignal,
): Promise<TermRow[]> {
  const params = new URLSearchParams(time);
  const query = termsParams(slug, kind, params, nowMs());
  for (const [name, value] of Object.entries(filterOf(time))) {
    query.set(name, value);
  }
  query.set("limit", "20");
  return fetchJson("/api/terms", query, signal);
}

/** Words with the counts of the live stream and the previous counts of the last request. */
export function withLiveWords(view: TermsView, words: WindowTerms): TermsView {
  const merge = (kind: "positive" | "negative"): TermRow[] => {
    const known = new Map(
      view[kind]?.map(({ term, before }) => [term, before]),
    );
    return words[kind].map(({ term, count }) => {
      const before = known.get(term);
      return { term, count, ...(before !== undefined && { before }) };
    });
  };
  return { ...view, positive: merge("positive"), negative: merge("negative") };
}

/** A term of a list. */
export interface TermRow extends TermCount {
  /** Its count in the previous range of the same length; null or missing without one. */
  readonly before?: number | null;
  /** Whether it is a digest, and so leads nowhere. */
  readonly isHashed?: boolean;
}

/** Terms by kind, most frequent first; only the kinds that were read. */
export type TermsView = Readonly<Partial<Record<TopKind, readonly TermRow[]>>>;
