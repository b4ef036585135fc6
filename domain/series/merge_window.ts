import type { Series } from "./series.ts";
import { slideWindow } from "./slide_window.ts";

/**
 * Writes changed buckets into a live window. Buckets after its end move it on;
 * buckets before its start are gone from the screen and left out.
 */
export function mergeWindow(window: Series, changed: Series): Series {
  const end = changed.t.reduce((a, b) => Math.max(a, b), -Infinity);
  const moved = slideWindow(window, end);
  const start = moved.t[0] ?? Infinity;
  const merged: Series = {
    ...moved,
    posts: moved.posts.slice(),
    positive: moved.positive.slice(),
    negative: moved.negative.slice(),
    neutral: moved.neutral.slice(),
    score: moved.score.slice(),
    squares: moved.squares.slice(),
  };
  changed.t.forEach((t, from) => {
    const to = (t - start) / moved.step;
    if (!Number.isInteger(to) || to < 0) return;
    merged.posts[to] = changed.posts[from] ?? 0;
    merged.positive[to] = changed.positive[from] ?? 0;
    merged.negative[to] = changed.negative[from] ?? 0;
    merged.neutral[to] = changed.neutral[from] ?? 0;
    merged.score[to] = changed.score[from] ?? 0;
    merged.squares[to] = changed.squares[from] ?? null;
  });
  return merged;
}
