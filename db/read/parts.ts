import { type RawBuilder, sql } from "kysely";
import { stepSeconds } from "../../domain/series/buckets.ts";
import type { Step } from "../../domain/series/buckets.ts";
import { clockSegments } from "../../domain/time/calendar.ts";
import {
  BUCKET_STEPS,
  DAY,
  HOUR,
  MINUTE,
  type TimeRange,
} from "../../domain/time/range.ts";

/** A part of a range that one kind of rows counts exactly. */
export interface RangePart extends TimeRange {
  /** Seconds that its rollups span; null: posts are counted one by one. */
  readonly size: typeof BUCKET_STEPS[number] | null;
  /** Rows are summed by spans of so many seconds, of clocks that are ahead of UTC by `offset`. */
  readonly group: number;
  readonly offset: number;
  /** Of the hours, only those within a day, or the minutes of the others. */
  readonly hours: "all" | "within days" | "over midnight";
}

/**
 * Cuts a range into parts that the rollups count: long buckets in its middle,
 * shorter ones at its ends, and single posts where it begins or ends within the
 * shortest. Where the clocks' hours are not those of UTC, days are counted from
 * hours, but for the hours that hold a midnight.
 *
 * @param sizes The rollups that may be read.
 */
export function partsOf(
  range: TimeRange,
  step: Step,
  sizes: readonly RangePart["size"][] = BUCKET_STEPS,
): RangePart[] {
  const group = typeof step !== "number" && stepSeconds(step) > DAY
    ? DAY
    : stepSeconds(step);
  const segments = typeof step === "number"
    ? [{ ...range, offset: 0 }]
    : clockSegments(range, step.zone);
  return segments.flatMap(({ offset, ...segment }) => {
    const fits = (size: number) => group % size === 0 && offset % size === 0;
    const fitting = sizes.filter((size) => size !== null && fits(size));
    const parts = (size: readonly RangePart["size"][]) =>
      cut(segment, [...size].reverse()).map((part) => ({
        ...part,
        group,
        offset,
      }));
    if (group !== DAY || fits(HOUR)) {
      return parts(fitting).map((part) => ({ ...part, hours: "all" as const }));
    }
    return parts([...fitting, HOUR]).flatMap((part): RangePart[] =>
      part.size === HOUR
        ? [{ ...part, hours: "within days" }, {
          ...part,
          size: MINUTE,
          hours: "over midnight",
        }]
        : [{ ...part, hours: "all" }]
    );
  });
}

/** @param sizes Longest first. */
function cut(
  { from, to }: TimeRange,
  [size = null, ...shorter]: readonly RangePart["size"][],
): Pick<RangePart, "from" | "to" | "size">[] {
  if (from >= to) return [];
  if (size === null) return [{ from, to, size }];
  const start = Math.ceil(from / size) * size;
  const end = Math.floor(to / size) * size;
  if (start >= end) return cut({ from, to }, shorter);
  return [
    ...cut({ from, to: start }, shorter),
    { from: start, to: end, size },
    ...cut({ from: end, to }, shorter),
  ];
}

/**
 * The rollups of a part, as `b` of a `from` clause.
 *
 * @param join What they are joined to. @default nothing
 */
export function bucketsOf(
  topicId: number,
  { from, to, size, hours, offset }: RangePart,
  join: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> {
  const isIn = (name: string) => {
    const row = sql.raw(name);
    return sql`${row}.topic_id = ${topicId}
      and ${row}.t >= ${from} and ${row}.t < ${to}`;
  };
  // Hours that begin in the last hour of a day, but not with it.
  const isOver = sql`${inGroup(sql`b.t`, DAY, offset)} > ${
    sql.lit(DAY - HOUR)
  }`;
  switch (hours) {
    case "all":
      return sql`buckets as b ${join} where b.step = ${size} and ${isIn("b")}`;
    case "within days":
      return sql`buckets as b ${join} where b.step = ${size} and ${isIn("b")}
        and not ${isOver}`;
    case "over midnight": {
      const isHourOver = sql`${inGroup(sql`h.t`, DAY, offset)} > ${
        sql.lit(DAY - HOUR)
      }`;
      return sql`buckets as h join buckets as b on b.topic_id = h.topic_id
        and b.step = ${size} and b.t >= h.t and b.t < h.t + ${sql.lit(HOUR)}
        ${join} where h.step = ${sql.lit(HOUR)} and ${
        isIn("h")
      } and ${isHourOver}`;
    }
  }
}

/** Seconds of a time since its span began; right for times before 1970 too, where % is negative. */
function inGroup(
  t: RawBuilder<unknown>,
  group: number,
  offset: number,
): RawBuilder<number> {
  const [size, ahead] = [sql.lit(group), sql.lit(offset)];
  return sql<number>`((${t} + ${ahead}) % ${size} + ${size}) % ${size}`;
}

/** When the span of a part began that a time lies in. */
export function groupStart(
  t: RawBuilder<unknown>,
  { group, offset }: RangePart,
): RawBuilder<number> {
  return sql<number>`${t} - ${inGroup(t, group, offset)}`;
}
