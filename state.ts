import { createDefine } from "fresh";
import type {
  Snapshot,
  TermChange,
  TermCount,
} from "./domain/live/snapshot.ts";
import type { Pipeline } from "./domain/pipeline/pipeline.ts";
import type { Post } from "./domain/post/post.ts";
import type { PostFilter, PostPage, PostSearch } from "./domain/post/search.ts";
import type { TermKind } from "./domain/post/term.ts";
import type { Interruptions } from "./domain/series/outages.ts";
import type { Series, SourceSeries } from "./domain/series/series.ts";
import type { TimeRange } from "./domain/time/range.ts";
import type { TopicSummary } from "./domain/topic/topic.ts";
import type { TopicAdmin } from "./domain/topic/try_query.ts";

/** What every route can reach through `ctx.state`; `main.ts` fills it. */
export interface State {
  /** All topics, in the order in which they were made. */
  listTopics(): Promise<TopicSummary[]>;
  /** From the first to the last post of a topic, by their own times; null before the first. */
  readExtent(slug: string): Promise<TimeRange | null>;
  /** Gap-free; `step` in seconds, a multiple of 10. */
  readSeries(slug: string, range: TimeRange, step: number): Promise<Series>;
  /** The same by source; `step` in seconds, a multiple of 60. */
  readSourceSeries(
    slug: string,
    range: TimeRange,
    step: number,
  ): Promise<SourceSeries>;
  /** What of the sources was away within a range. */
  readInterruptions(range: TimeRange): Promise<Interruptions>;
  /** How all that flows is doing. */
  readPipeline(): Promise<Pipeline>;
  /** Most frequent first; the range is widened to whole minutes. */
  readTerms(
    slug: string,
    range: TimeRange,
    kind: TermKind,
    limit: number,
  ): Promise<TermCount[]>;
  /** The same, each with its number in the span of the same length before. */
  compareTerms(
    slug: string,
    range: TimeRange,
    kind: TermKind,
    limit: number,
  ): Promise<TermChange[]>;
  /** Newest first. */
  readPosts(slug: string, search: PostSearch): Promise<PostPage>;
  /** In the order of `seq`, read page by page. */
  exportPosts(
    slug: string,
    range: TimeRange,
    choice?: PostFilter,
  ): AsyncIterable<Post>;
  /** What a page is rendered from; of all topics if no slugs are given. */
  readSnapshot(slugs?: readonly string[]): Promise<Snapshot>;
  /**
   * Server-sent events as bytes: first what lies between `cursor` and now, or a
   * snapshot, then each tick. Cancel the stream to leave.
   *
   * @throws {TooManyViewersError} If the process serves as many as it may.
   */
  watch(
    slugs: readonly string[] | undefined,
    cursor: string | null,
  ): ReadableStream<Uint8Array>;
  /** What the holder of the token may do. */
  readonly admin: TopicAdmin;
  /** What cannot be reached, such as `database`; empty if all is well. */
  findUnready(): Promise<string[]>;
  /** Prometheus text. */
  readMetrics(): Promise<string>;
  /** What every page must say first, such as that the posts are made up; null if nothing. */
  readonly banner: string | null;
  /** What is running, in words: for the footer and the empty state. */
  readonly source: string;
  /** Writes one line to the log. */
  log(
    level: "warn" | "error",
    message: string,
    fields: Readonly<Record<string, unknown>>,
  ): void;
}

/** Fresh's helpers, typed for {@linkcode State}. */
export const define = createDefine<State>();
