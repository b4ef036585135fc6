import { type RefObject } from "preact";
import { useRef } from "preact/hooks";

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
