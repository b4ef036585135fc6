import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import { formatPercent } from "../../domain/format/format_percent.ts";
import { formatScore } from "../../domain/format/format_score.ts";
import { sumColumns } from "../chart/sum_columns.ts";
import type { Compared } from "./compared.ts";
import { LineSample } from "./LineSample.tsx";
import { perMinute } from "./per_minute.ts";

/** Props of {@linkcode CompareTable}. */
export interface CompareTableProps {
  topics: readonly Compared[];
  /** How many seconds of the range have passed. */
  seconds: number;
  /** Where the same stands without a topic. */
  addressWithout: (slug: string) => string;
}

/** What the time that is shown comes to: a row for each topic. */
export function CompareTable(
  { topics, seconds, addressWithout }: CompareTableProps,
): VNode {
  return (
    <div
      class="table"
      tabIndex={0}
      role="region"
      aria-label="Topics in numbers"
    >
      <table class="compared">
        <thead>
          <tr>
            <th scope="col">Topic</th>
            <th scope="col">Posts</th>
            <th scope="col">a minute</th>
            <th scope="col">Mood</th>
            <th scope="col">
              <span aria-hidden="true">▲</span>
              <span class="unseen">Positive</span>
            </th>
            <th scope="col">
              <span aria-hidden="true">●</span>
              <span class="unseen">Neutral</span>
            </th>
            <th scope="col">
              <span aria-hidden="true">▼</span>
              <span class="unseen">Negative</span>
            </th>
            <th scope="col">
              <span class="unseen">Take off</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {topics.map((topic) => (
            <Row
              key={topic.slug}
              topic={topic}
              seconds={seconds}
              without={addressWithout(topic.slug)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row(
  { topic, seconds, without }: {
    topic: Compared;
    seconds: number;
    without: string;
  },
): VNode {
  const { slug, series, isGone } = topic;
  const { posts, score, positive, neutral, negative } = sumColumns(series);
  return (
    <tr data-slug={slug}>
      <th scope="row">
        <LineSample {...topic} />{" "}
        <a href={`/t/${encodeURIComponent(slug)}`}>{slug}</a>
        {isGone && <span class="note" role="status">was removed</span>}
      </th>
      <td data-posts={posts} data-label="Posts">{formatCount(posts)}</td>
      <td data-label="A minute">{perMinute(posts, seconds)}</td>
      <td data-label="Mood">{formatScore(score, posts)}</td>
      <td data-label="▲">{formatPercent(positive, posts)}</td>
      <td data-label="●">{formatPercent(neutral, posts)}</td>
      <td data-label="▼">{formatPercent(negative, posts)}</td>
      <td>
        <a class="takeoff" href={without} aria-label={`Take ${slug} off`}>
          <span aria-hidden="true">×</span>
        </a>
      </td>
    </tr>
  );
}
