/** Share of a processor that a page may take at 100 posts a second. */
export const MOST_BUSY = 0.05;

/** Bytes a minute by which what scripts hold may grow within a minute by chance; keeping each post would be 3 MB. */
export const MOST_GROWTH = 500_000;

/** The same within ten minutes. */
export const MOST_LASTING_GROWTH = 10_000;
