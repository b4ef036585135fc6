/** Share of a processor that a page may take at 100 posts a second. */
export const MOST_BUSY = 0.05;

/** Bytes of heap a minute that one sees by chance in a minute; keeping each post would be ten times as much. */
export const MOST_GROWTH = 1_000_000;
