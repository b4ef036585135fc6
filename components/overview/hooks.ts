import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useRef } from "preact/hooks";
import {
  type MinuteCounts,
  minutesRange,
  toMinuteCounts,
} from "../../domain/live/minutes.ts";
import { fetchSeries } from "../live/fetch.ts";
import { usePolling } from "../live/hooks.ts";
import { live } from "../live/store.ts";

/** How often counts are checked for their age. */
const CHECK_MS = 5_000;
/** The live window reaches back a quarter of an hour: counts must reach into it. */
const MAX_AGE_S = 300;

/** Posts by the minute of each topic, by slug. */
type Minutes = ReadonlyMap<string, MinuteCounts>;

/** Reads counts again before the live window has moved away from them. */
export function useMinutes(rendered: Minutes): ReadonlySignal<Minutes> {
  const minutes = useSignal(rendered);
  usePolling(async (signal) => {
    const nowMs = live.now.value;
    for (const slug of live.topics.peek().keys()) {
      if (!isStale(minutes.peek().get(slug), nowMs)) continue;
      const counts = await fetchMinutes(slug, nowMs, signal);
      minutes.value = new Map(minutes.peek()).set(slug, counts);
    }
  }, { everyMs: CHECK_MS });
  return minutes;
}

function isStale(counts: MinuteCounts | undefined, nowMs: number): boolean {
  if (!counts) return true;
  const end = counts.from + counts.posts.length * 60;
  return nowMs / 1_000 > end + MAX_AGE_S;
}

/** Posts per minute of two hours. */
async function fetchMinutes(
  slug: string,
  nowMs: number,
  signal: AbortSignal,
): Promise<MinuteCounts> {
  const range = minutesRange(nowMs);
  const series = await fetchSeries({ slug, ...range, step: 60 }, signal);
  return toMinuteCounts(series, series.outages);
}

/** A list changes its order at most once in so many ms. */
const SORT_MS = 10_000;

/**
 * Keeps a list from jumping under the reader's hands: its order changes only
 * now and then, and not while the pointer or the focus is in it.
 *
 * @param wanted In the order that would be right now.
 * @param key What the order is by: when that changes, so does the order, at once.
 */
export function useSteadyOrder<T extends { readonly slug: string }>(
  wanted: readonly T[],
  key: string,
  nowMs: number,
  list: RefObject<HTMLElement>,
): T[] {
  const last = useRef({ key, atMs: nowMs, slugs: wanted.map(slugOf) });
  const { atMs, slugs } = last.current;
  const isDue = nowMs - atMs >= SORT_MS && !isHeld(list.current);
  if (key !== last.current.key || isDue) {
    last.current = { key, atMs: nowMs, slugs: wanted.map(slugOf) };
    return wanted.slice();
  }
  const place = (topic: T) => {
    const i = slugs.indexOf(topic.slug);
    return i < 0 ? slugs.length : i;
  };
  return wanted.toSorted((a, b) => place(a) - place(b));
}

function slugOf({ slug }: { readonly slug: string }): string {
  return slug;
}

function isHeld(list: HTMLElement | null): boolean {
  if (!list) return false;
  // A finger leaves `:hover` behind where it touched.
  return list.matches(":focus-within") ||
    (matchMedia("(hover: hover)").matches && list.matches(":hover"));
}
