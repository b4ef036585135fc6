import type { Access, ManageProps } from "../manage/manage.ts";
import type { CheckResult, Outdated } from "../../domain/check/check.ts";
import type { ByMood, Share, Shares } from "../../domain/check/estimate.ts";
import {
  formatCount,
  formatNumber,
  formatPercent,
} from "../../domain/format/numbers.ts";
import { formatTime, formatTimes } from "../../domain/format/times.ts";
import type { Sentiment } from "../../domain/post/post.ts";
import type { Post } from "../../domain/schema/posts.ts";
import type { TimeRange } from "../../domain/time/range.ts";

/** A post to label, and how far the reader is. */
export interface LabelProps {
  /** Path of the page. */
  address: string;
  checkId: number;
  place: number;
  /** Without the scorer's opinion. */
  post: Pick<Post, "source" | "createdAt" | "text" | "url" | "context">;
  done: number;
  size: number;
  secondsLeft: number;
}

/** A post on which readers and the scorer differ. */
export interface Difference {
  /** Null if the post is not stored any more. */
  readonly text: string | null;
  readonly decision: Sentiment;
  readonly p: ByMood;
  readonly labels: readonly Sentiment[];
}

/** A result and what it is of. */
export interface ResultView extends CheckResult, TimeRange {
  readonly outdated: readonly Outdated[];
  readonly differences: readonly Difference[];
}

/** What the page of a check shows. */
export interface CheckProps extends Pick<ManageProps, "error"> {
  readonly slug: string;
  readonly access: Access;
  /** Path and query of the page. */
  readonly address: string;
  /** The newest check; null if there is none. */
  readonly newest: (TimeRange & { readonly id: number }) | null;
  /** How far this reader is with it; null without one. */
  readonly progress: {
    readonly done: number;
    readonly size: number;
    /** Whether others labelled its posts. */
    readonly isSecond: boolean;
  } | null;
  /** The next post, if the reader labels now. */
  readonly post: LabelProps | null;
  readonly result: ResultView | null;
  /** The time that is proposed for a new check; `page`: that of the address. */
  readonly time: string;
}

/** A time in words: of its first and last day. */
export function formatSpanOf({ from, to }: TimeRange): string {
  const precision = to - from < 2 * 86_400 ? "dated minute" : "day";
  const end = precision === "day" ? to - 1 : to;
  return `${formatTimes(from, end, precision, "UTC")}${
    precision === "day" ? "" : " UTC"
  }`;
}

/** An interval: `35–47 %`. */
export function formatInterval({ low, high }: Share): string {
  return `${formatNumber(100 * low)}–${formatPercent(high, 1)}`;
}

/** A share with half its interval, the longer one: `41 % ± 6`. */
function formatMargin({ share, low, high }: Share): string {
  const half = Math.max(high - share, share - low);
  return `${formatPercent(share, 1)}\u00a0±\u00a0${formatNumber(100 * half)}`;
}

/** What a check says of a time, in a line. */
export function describeShares({ positive, negative }: Shares): string {
  return `positive ${formatMargin(positive)}, negative ${
    formatMargin(negative)
  }`;
}

const OUTDATED: Readonly<Record<Outdated, string>> = {
  scorer: "posts are scored in another way now",
  query: "the topic's query was changed",
  words: "other words are taken out of the topic now",
  posts: "many more posts were stored since",
};

/** When a result was found, by whom, and whether it holds. */
export function describeCheck(
  { labelledMs, readers, labelled, outdated }: Pick<
    ResultView,
    "labelledMs" | "readers" | "labelled" | "outdated"
  >,
): string {
  const when = formatTime(labelledMs / 1_000, "day", "UTC");
  const by = `Checked on ${when} by ${formatCount(readers)} ${
    readers === 1 ? "reader" : "readers"
  }, ${formatCount(labelled)} posts`;
  if (outdated.length === 0) return `${by}.`;
  const why = outdated.map((one) => OUTDATED[one]).join(", and ");
  return `${by}. Out of date, because ${why}.`;
}

/** Which of the posts it is: `23 of 100`. */
export function describePlace(
  { done, size }: Pick<LabelProps, "done" | "size">,
): string {
  return `${formatCount(done + 1)} of ${formatCount(size)}`;
}

/** How long the rest takes. */
export function describeLeft(seconds: number): string {
  if (seconds < 60) return "less than a minute left";
  return `about ${formatCount(Math.ceil(seconds / 60))} min left`;
}

/** What an alpha means, after Krippendorff. */
export function describeAgreement(alpha: number): string {
  const words = alpha >= 0.8
    ? "they agree"
    : alpha >= 0.667
    ? "they agree well enough for cautious conclusions"
    : "they often differ: trust the shares less";
  return `Agreement of the readers (Krippendorff's α): ${
    formatNumber(alpha, 2)
  }; ${words}.`;
}
