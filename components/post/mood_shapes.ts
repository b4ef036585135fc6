import type { Sentiment } from "../../domain/post/post.ts";

/** The shape that stands for each mood. */
export const MOOD_SHAPES: Readonly<Record<Sentiment, string>> = {
  positive: "▲",
  neutral: "●",
  negative: "▼",
};
