/** Charts that other pages can embed. */
export const EMBED_CHARTS = ["posts", "share", "score", "words"] as const;

/** One of {@linkcode EMBED_CHARTS}. */
export type EmbedChart = typeof EMBED_CHARTS[number];
