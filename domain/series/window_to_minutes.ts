import { addKnown } from "./add_known.ts";
import type { Series } from "./series.ts";

const MINUTE = 60;

/**
 * A live window by the minute. The first minute is left out unless all of it
 * is in the window; the last one is the current minute, still filling.
 */
export function windowToMinutes(window: Series): Series {
  const minutes: Series = {
    topic: window.topic,
    step: MINUTE,
    t: [],
    posts: [],
    positive: [],
    negative: [],
    neutral: [],
    score: [],
    squares: [],
  };
  const first = Math.ceil((window.t[0] ?? 0) / MINUTE) * MINUTE;
  window.t.forEach((t, i) => {
    if (t < first) return;
    const minute = Math.floor(t / MINUTE) * MINUTE;
    if (minutes.t.at(-1) !== minute) open(minutes, minute);
    const last = minutes.t.length - 1;
    minutes.posts[last]! += window.posts[i] ?? 0;
    minutes.positive[last]! += window.positive[i] ?? 0;
    minutes.negative[last]! += window.negative[i] ?? 0;
    minutes.neutral[last]! += window.neutral[i] ?? 0;
    minutes.score[last]! += window.score[i] ?? 0;
    minutes.squares[last] = addKnown(minutes.squares[last], window.squares[i]);
  });
  return minutes;
}

function open(minutes: Series, minute: number): void {
  minutes.t.push(minute);
  minutes.posts.push(0);
  minutes.positive.push(0);
  minutes.negative.push(0);
  minutes.neutral.push(0);
  minutes.score.push(0);
  minutes.squares.push(0);
}
