/** Bursts planted into streams of posts, to measure how well jumps are found. @module */
import { findJumps, type FoundJump, LEAD } from "../../domain/series/jumps.ts";
import { type Series, toSeries } from "../../domain/series/series.ts";
import { spreadsAbove } from "../../domain/series/statistics.ts";
import { DAY, HOUR, type TimeRange } from "../../domain/time/range.ts";
import { Random } from "../../workers/ingest/sources/demo/random.ts";

/** A post as a series counts it: its time in seconds since the epoch, and its score. */
export interface TimedPost {
  readonly t: number;
  readonly score: number;
}

/** A burst that was planted. */
interface Planted extends TimeRange {
  /** How many spreads its busiest bucket lies above the time before. */
  readonly size: number;
}

/** What was found of planted bursts. */
export interface Measured {
  readonly planted: number;
  readonly found: number;
  /** Jumps of volume that are neither planted nor found without what was planted. */
  readonly wrong: number;
  /** Planted and found, by size in spreads. */
  readonly bySize: Readonly<Record<string, readonly [number, number]>>;
}

const SIZES = { "below 4": 0, "4 to 6": 4, "6 to 10": 6, "10 and more": 10 };
/** Buckets of a time in which bursts are planted. */
const SHOWN = 200;

/** Counts of posts, without gaps. */
export function countPosts(
  posts: readonly TimedPost[],
  step: number,
): Series {
  const counts = new Map<number, number[]>();
  for (const { t, score } of posts) {
    const start = Math.floor(t / step) * step;
    const row = counts.get(start) ?? [0, 0, 0, 0, 0, 0];
    row[0]!++;
    row[score > 0 ? 1 : score < 0 ? 2 : 3]!++;
    row[4]! += score;
    row[5]! += score ** 2;
    counts.set(start, row);
  }
  const buckets = [...counts].map(([t, row]) => {
    const [posts, positive, negative, neutral, score, squares] = row as Row;
    return { t, posts, positive, negative, neutral, score, squares };
  });
  const times = [...counts.keys()].sort((a, b) => a - b);
  const to = times.at(-1)! + step;
  return toSeries(buckets, { topic: "t", step, from: times[0]!, to });
}

type Row = [number, number, number, number, number, number];

/** All jumps of volume within a range of a series. */
export function findVolumes(
  series: Series,
  hours: Series,
  shown: TimeRange,
): FoundJump[] {
  return findJumps({
    ...{ series, hours, shown, since: hours.t[0]!, missing: [] },
    ...{ now: Infinity, limit: Infinity },
  }).filter(({ isVolume }) => isVolume);
}

/**
 * Plants bursts of random times, spans and sizes into a stream, one a time of
 * 200 buckets, and looks for them.
 */
export function measureJumps(
  posts: readonly TimedPost[],
  { step, rounds, seed }: { step: number; rounds: number; seed: number },
): Measured {
  const random = new Random(seed);
  const sum = { planted: 0, found: 0, wrong: 0 };
  const bySize: Record<string, [number, number]> = {};
  for (const name of Object.keys(SIZES)) bySize[name] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    const { shown, near } = chooseTime(posts, step, random);
    const burst = chooseBurst(near, shown, step, random);
    const before = volumesOf(near, step, shown);
    const after = volumesOf([...near, ...burst.posts], step, shown);
    const isFound = after.some((one) => overlap(one, burst));
    const name = Object.entries(SIZES)
      .findLast(([, least]) => burst.size >= least)?.[0] ?? "below 4";
    bySize[name]![0]++;
    sum.planted++;
    if (isFound) bySize[name]![1]++;
    if (isFound) sum.found++;
    sum.wrong += after.filter((one) =>
      ![burst, ...before].some((other) =>
        overlap(one, other)
      )
    ).length;
  }
  return { ...sum, bySize };
}

function volumesOf(
  posts: readonly TimedPost[],
  step: number,
  shown: TimeRange,
): FoundJump[] {
  return findVolumes(countPosts(posts, step), countPosts(posts, HOUR), shown);
}

function overlap(a: TimeRange, b: TimeRange): boolean {
  return a.from < b.to && b.from < a.to;
}

/** A time with enough of the stream before it. */
function chooseTime(
  posts: readonly TimedPost[],
  step: number,
  random: Random,
): { shown: TimeRange; near: TimedPost[] } {
  const lead = LEAD * step + 8 * DAY;
  const [first, last] = [posts[0]!.t, posts.at(-1)!.t];
  const start = random.between(first + lead, last - SHOWN * step);
  const from = Math.floor(start / step) * step;
  const shown = { from, to: from + SHOWN * step };
  const near = posts.filter(({ t }) => t >= from - lead && t < shown.to);
  return near.length > 0 ? { shown, near } : chooseTime(posts, step, random);
}

/** From 10 to 200 posts a bucket, for 1 to 4 buckets. */
function chooseBurst(
  near: readonly TimedPost[],
  shown: TimeRange,
  step: number,
  random: Random,
): Planted & { posts: TimedPost[] } {
  const span = 1 + random.int(4);
  const from = shown.from + random.int(SHOWN - span) * step;
  const each = Math.round(10 * 20 ** random.next());
  const posts = Array.from({ length: span * each }, (_, i) => ({
    t: from + (i % span) * step + random.int(step),
    score: random.int(3) - 1,
  }));
  const counts = Array.from({ length: 25 }, (_, i) => {
    const start = from - (24 - i) * step;
    return near.filter(({ t }) => t >= start && t < start + step).length;
  });
  const size = spreadsAbove(counts.at(-1)! + each, counts.slice(0, -1));
  return { from, to: from + span * step, size, posts };
}
