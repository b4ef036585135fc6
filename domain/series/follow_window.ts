import { addKnown } from "./add_known.ts";
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
 * the window does. Buckets that lie within the window are the window's; the
 * one before them takes in what the window has gained since.
 *
 * @param read As it was read; its buckets are whole numbers of the window's.
 * @param then The live window at that time.
 * @param now The live window at present; it must still reach back to the end of `then`.
 */
export function followWindow(read: Series, then: Series, now: Series): Series {
  const moved = slideWindow(read, now.t.at(-1) ?? -Infinity);
  const start = moved.t[0] ?? 0;
  const windowStart = now.t[0] ?? Infinity;
  const isWithin = (bucket: number) => (moved.t[bucket] ?? 0) >= windowStart;
  const followed = { ...moved };
  for (const name of COUNTED) {
    followed[name] = moved[name].map((n, i) => isWithin(i) ? 0 : n);
  }
  followed.squares = moved.squares.map((n, i) => isWithin(i) ? 0 : n);
  now.t.forEach((t, i) => {
    const to = Math.floor((t - start) / moved.step);
    if (to < 0) return;
    const before = (t - (then.t[0] ?? 0)) / then.step;
    for (const name of COUNTED) {
      const known = isWithin(to) ? 0 : then[name][before] ?? 0;
      followed[name][to]! += (now[name][i] ?? 0) - known;
    }
    const gained = addKnown(followed.squares[to], now.squares[i]);
    const known = isWithin(to) ? 0 : then.squares[before];
    followed.squares[to] = addKnown(gained, known && -known);
  });
  return followed;
}
