import { type Signal, signal } from "@preact/signals";

/**
 * What the page shows: its path and query. Empty on the server, and in the
 * browser until the page has started.
 */
export const address: Signal<string> = signal("");
