import { type Signal, signal } from "@preact/signals";

/** What a page's charts show, in seconds since the epoch; null until the page has started. */
export const shownSpan: Signal<
  { readonly from: number; readonly to: number } | null
> = signal(null);
