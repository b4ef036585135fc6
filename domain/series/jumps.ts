import { DAY, HOUR, MINUTE, type TimeRange, viewStep } from "../time/range.ts";
import {
  moodHalf,
  type MoodSums,
  netMood,
  scorerOf,
  shownMoods,
  sumMoods,
} from "./mood.ts";
import type { Interruptions } from "./outages.ts";
import type { Series } from "./series.ts";
import { medianOf, spreadsAbove } from "./statistics.ts";

/** Finished buckets that a bucket is compared with. */
export const BASELINE = 24;
/** Buckets that {@linkcode findJumps} needs before the shown time: a baseline for each bucket of the first baseline. */
export const LEAD = 2 * BASELINE;
/** Days whose same hour a bucket is compared with. */
export const WEEK_DAYS = 7;

const MIN_POSTS = 10;
const MIN_KNOWN = BASELINE / 2;
const MIN_DAYS = 4;
/** Spreads above the median, and, of moods, both 95 % bands. */
const VOLUME = 4;
const MOOD = 2;

/** The buckets in which jumps of a range are looked for, in seconds. */
export function jumpStep({ from, to }: TimeRange): number {
  return Math.max(MINUTE, viewStep(to - from));
}

/** What {@linkcode findJumps} compares. */
export interface JumpInput {
  /** The shown buckets, and {@linkcode LEAD} before them. */
  readonly series: Series;
  /** The same time by the hour, and a week before; null if no week is stored. */
  readonly hours: Series | null;
  /** The shown time, in seconds since the epoch. */
  readonly shown: TimeRange;
  /** When the posts of the topic begin. */
  readonly since: number;
  /** Times in which posts are missing; see {@linkcode unknownTimes}. */
  readonly missing: readonly TimeRange[];
  /** The present, in seconds since the epoch: later buckets are not finished. */
  readonly now: number;
  /** @default {5} */
  readonly limit?: number;
}

/** A time with unusually many posts, or another mood than usual. */
export interface FoundJump extends TimeRange {
  /** Start of its bucket that stands out most. */
  readonly at: number;
  readonly posts: number;
  /** Posts in as many usual buckets: the sum of medians. */
  readonly usual: number;
  /** Whether there were more posts than usual. */
  readonly isVolume: boolean;
  /** Net moods, -100 to 100, if the mood was another one. */
  readonly mood: {
    readonly mean: number;
    readonly usual: number;
    readonly at: number;
  } | null;
  /** How far it stands out; a jump begins at 4. */
  readonly strength: number;
}

/**
 * Times in which counts are not to be compared: no source could be read, or one
 * of several could not. Of a longer interruption of one source only its end
 * counts, or nothing would be compared for as long as it lasts.
 *
 * @param step Seconds that a bucket spans.
 */
export function unknownTimes(
  { gaps, outages }: Interruptions,
  step: number,
): TimeRange[] {
  const lost = gaps.filter((gap) => !gap.recovered).flatMap(({ from, to }) => {
    if (to === null) return [];
    return { from: to - from > BASELINE * step ? to : from, to };
  });
  return [
    ...outages.map(({ from, to }) => ({ from, to: to ?? Infinity })),
    ...lost,
  ];
}

/**
 * Finds the jumps of a time that stand out most, oldest first.
 *
 * Posts jump at `median + 4 · max(1.4826 · MAD, √median)` of the 24 buckets
 * before, and of the same hour of the seven days before where these are stored;
 * the net mood where it differs from theirs by twice the sum of both 95 %
 * bands, and the same scorer scored both. Neighboring buckets are one jump. Where posts are missing nothing is
 * compared, and what stands out right after that is no jump.
 */
export function findJumps(given: JumpInput): FoundJump[] {
  const { shown, limit = 5 } = given;
  const series = withMoods(given.series);
  const hours = given.hours && withMoods(given.hours);
  const input = { ...given, series, hours };
  const known = series.t.map((from) =>
    isKnownTime(input, { from, to: from + series.step })
  );
  const judged = series.t.map((_, i) => judgeBucket(input, known, i));
  const volumes = runsOf(judged, (one) => one.volume >= VOLUME);
  const moods = [1, -1].flatMap((sign) =>
    runsOf(judged, (one) => sign * one.mood >= MOOD)
  );
  const jumps = volumes.map((run) => ({
    run,
    mood: moods.find((other) => run.some((i) => other.includes(i))),
  }));
  const alone = moods.filter((mood) =>
    !volumes.some((run) => run.some((i) => mood.includes(i)))
  );
  const isShown = (i: number) =>
    series.t[i]! + series.step > shown.from && series.t[i]! < shown.to;
  return [
    ...jumps.map(({ run, mood }) => ({ run, mood, isVolume: true })),
    ...alone.map((run) => ({ run, mood: run, isVolume: false })),
  ]
    .map((one) => ({ ...one, run: one.run.filter(isShown) }))
    .filter(({ run }) => run.length > 0)
    .map((one) => describeRun(series, judged, one))
    .sort((a, b) => b.strength - a.strength).slice(0, limit)
    .sort((a, b) => a.from - b.from);
}

function withMoods(series: Series): Series {
  return { ...series, ...shownMoods(series).columns };
}

/** A bucket beside those it is compared with. */
interface Judged {
  /** Whether its posts are known. */
  readonly isKnown: boolean;
  /** Spreads above the median; 0 if it is not compared. */
  readonly volume: number;
  /** Distance of the moods in sums of both bands, with its sign; 0 if it is not compared. */
  readonly mood: number;
  readonly usual: number;
  readonly usualMood: number;
}

function judgeBucket(
  input: JumpInput,
  known: readonly boolean[],
  i: number,
): Judged {
  const { series, now } = input;
  const { t, step, posts } = series;
  const isKnown = known[i]!;
  const recent = indicesBefore(i).filter((j) => known[j]);
  const usual = medianOf(recent.map((j) => posts[j]!));
  const isJudged = isKnown && t[i]! + step <= now && posts[i]! >= MIN_POSTS &&
    recent.length >= MIN_KNOWN;
  const none = { isKnown, volume: 0, mood: 0, usual, usualMood: 0 };
  if (!isJudged) return none;

  const own = sumMoods(series, [i]);
  const before = sumMoods(series, recent);
  const daily = sameHours(input, t[i]!);
  const volumes = [spreadsAbove(posts[i]!, recent.map((j) => posts[j]!))];
  const moods = [moodDistance(own, before)];
  if (daily) {
    volumes.push(spreadsAbove(posts[i]!, daily.counts));
    moods.push(moodDistance(own, daily.pool));
  }
  const isOneSign = moods.every((mood) => mood * moods[0]! > 0);
  return {
    ...none,
    volume: Math.min(...volumes),
    mood: isOneSign
      ? Math.sign(moods[0]!) * Math.min(...moods.map(Math.abs))
      : 0,
    usualMood: netMood(before) ?? 0,
  };
}

function indicesBefore(i: number): number[] {
  const first = Math.max(0, i - BASELINE);
  return Array.from({ length: i - first }, (_, n) => first + n);
}

function isKnownTime(
  { missing, since }: JumpInput,
  { from, to }: TimeRange,
): boolean {
  return from >= since &&
    !missing.some((range) => range.from < to && range.to >= from);
}

/** Distance of two moods in sums of both bands; 0 if they cannot be compared. */
function moodDistance(own: MoodSums, other: MoodSums): number {
  const [half, otherHalf] = [moodHalf(own), moodHalf(other)];
  const isComparable = half !== null && otherHalf !== null &&
    half + otherHalf > 0 && other.scored >= MIN_POSTS &&
    scorerOf(own) !== null && scorerOf(own) === scorerOf(other);
  return isComparable
    ? (netMood(own)! - netMood(other)!) / (half + otherHalf)
    : 0;
}

/** The same hour of the seven days before; null if they are not stored, or hardly known. */
function sameHours(
  input: JumpInput,
  t: number,
): { counts: number[]; pool: MoodSums } | null {
  const { series: { step }, hours, since } = input;
  if (!hours || step >= DAY || since > t - WEEK_DAYS * DAY) return null;
  const start = hours.t[0] ?? 0;
  const days = Array.from({ length: WEEK_DAYS }, (_, n) => {
    const from = t - (n + 1) * DAY;
    const first = Math.floor((from - start) / HOUR);
    const last = Math.ceil((from + step - start) / HOUR);
    const indices = Array.from({ length: last - first }, (_, j) => first + j);
    const time = { from: start + first * HOUR, to: start + last * HOUR };
    return first >= 0 && isKnownTime(input, time) ? indices : [];
  }).filter((indices) => indices.length > 0);
  if (days.length < MIN_DAYS) return null;
  const counts = days.map((indices) =>
    sumMoods(hours, indices).posts * step / (indices.length * HOUR)
  );
  return { counts, pool: sumMoods(hours, days.flat()) };
}

/**
 * Runs of buckets that stand out, across single ones that do not; not those that
 * follow a time in which posts are missing.
 */
function runsOf(
  judged: readonly Judged[],
  standsOut: (one: Judged) => boolean,
): number[][] {
  const runs: number[][] = [];
  judged.forEach((one, i) => {
    if (!standsOut(one)) return;
    const last = runs.at(-1)?.at(-1) ?? -Infinity;
    const between = judged.slice(Math.max(0, last), i);
    if (i - last > 2 || !between.every(({ isKnown }) => isKnown)) {
      runs.push([i]);
    } else if (i - last === 2) runs.at(-1)!.push(i - 1, i);
    else runs.at(-1)!.push(i);
  });
  return runs.filter(([first]) => judged[first! - 1]?.isKnown);
}

function describeRun(
  series: Series,
  judged: readonly Judged[],
  { run, mood, isVolume }: {
    run: readonly number[];
    mood: readonly number[] | undefined;
    isVolume: boolean;
  },
): FoundJump {
  const { t, step, posts } = series;
  const sum = (values: (i: number) => number) =>
    run.reduce((total, i) => total + values(i), 0);
  const most = (indices: readonly number[], of: (one: Judged) => number) =>
    indices.reduce((a, b) => of(judged[b]!) > of(judged[a]!) ? b : a);
  const volumePeak = most(run, ({ volume }) => volume);
  const moodPeak = mood && most(mood, ({ mood }) => Math.abs(mood));
  const moodStrength = moodPeak === undefined
    ? 0
    : Math.abs(judged[moodPeak]!.mood) * VOLUME / MOOD;
  return {
    from: t[run[0]!]!,
    to: t[run.at(-1)!]! + step,
    at: t[isVolume ? volumePeak : moodPeak!]!,
    posts: sum((i) => posts[i]!),
    usual: sum((i) => judged[i]!.usual),
    isVolume,
    mood: moodPeak === undefined ? null : {
      mean: netMood(sumMoods(series, mood!)) ?? 0,
      usual: judged[moodPeak]!.usualMood,
      at: t[moodPeak]!,
    },
    strength: Math.max(
      isVolume ? judged[volumePeak]!.volume : 0,
      moodStrength,
    ),
  };
}
