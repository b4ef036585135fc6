import type { Series } from "./series.ts";
import { slideWindow } from "./slide_window.ts";

const COUNTED = [
  "posts",
  "positive",
  "negative",
  "neutral",
  "score",
] as const;

/**
 * A series that ends now, kept up to date by the live window: it moves on as
 * the window does, and takes in what the window has gained since.
 *
 * @param read As it was read; its buckets are whole numbers of the window's.
 * @param then The live window at that time.
 * @param now The live window at present; it must still reach back to the end of `then`.
 */
export function followWindow(read: Series, then: Series, now: Series): Series {
  const moved = slideWindow(read, now.t.at(-1) ?? -Infinity);
  const start = moved.t[0] ?? 0;
  const followed = { ...moved };
  for (const name of COUNTED) followed[name] = moved[name].slice();
  now.t.forEach((t, i) => {
    const to = Math.floor((t - start) / moved.step);
    if (to < 0) return;
    const before = (t - (then.t[0] ?? 0)) / then.step;
    for (const name of COUNTED) {
      const gained = (now[name][i] ?? 0) - (then[name][before] ?? 0);
      followed[name][to] = (followed[name][to] ?? 0) + gained;
    }
  });
  return followed;
}
