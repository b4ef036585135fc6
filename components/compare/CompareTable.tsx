import type { VNode } from "preact";
import { formatCount, formatPercent } from "../../domain/format/numbers.ts";
import type { Topic } from "../../domain/topic/topic.ts";
import { sumColumns } from "../chart/data.ts";
import { moodText } from "../chart/mood.ts";
import { LineSample } from "../chart/TimeChart.tsx";
import { TopicDot } from "../elements/Tile.tsx";
import { type Compared, formatPerMinute, MAX_COMPARED } from "./comparison.ts";

/** Props of {@linkcode CompareTable}. */
interface CompareTableProps {
  topics: readonly Compared[];
  /** How many seconds of the range have passed. */
  seconds: number;
  /** Address of the same comparison without a topic. */
  addressWithout: (slug: string) => string;
}

/** Totals over the time that is shown, a row for each topic. */
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
            <th scope="col">per minute</th>
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
  const { posts, positive, neutral, negative } = sumColumns(series);
  const mood = moodText(series);
  return (
    <tr data-slug={slug}>
      <th scope="row">
        <LineSample {...topic} />{" "}
        <a href={`/t/${encodeURIComponent(slug)}`}>{slug}</a>
        {isGone && <span class="note" role="status">was removed</span>}
      </th>
      <td data-posts={posts} data-label="Posts">{formatCount(posts)}</td>
      <td data-label="Per minute">{formatPerMinute(posts, seconds)}</td>
      <td data-label="Mood">
        {mood.figure} {mood.words && <span class="note">{mood.words}</span>}
      </td>
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

/** Props of {@linkcode CompareForm}. */
interface CompareFormProps {
  topics: readonly Pick<Topic, "slug" | "color">[];
  /** Slugs of those that are compared. */
  chosen: readonly string[];
  /** Parameters of the address besides the topics, which stay. */
  others: Readonly<Record<string, string>>;
}

/** Choice of the topics to compare. */
export function CompareForm(
  { topics, chosen, others }: CompareFormProps,
): VNode {
  return (
    <form class="choose" action="/compare">
      <fieldset>
        <legend>
          Topics to compare <small>up to {MAX_COMPARED}</small>
        </legend>
        {topics.map(({ slug, color }) => (
          <label key={slug}>
            <input
              type="checkbox"
              name="topics"
              value={slug}
              checked={chosen.includes(slug)}
            />
            <TopicDot color={color} /> {slug}
          </label>
        ))}
      </fieldset>
      {Object.entries(others).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit">Compare</button>
    </form>
  );
}
