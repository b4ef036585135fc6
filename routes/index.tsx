import { page } from "fresh";
import type { VNode } from "preact";
import { Page } from "./(_shared)/Page.tsx";
import {
  type MinuteCounts,
  minutesRange,
  toMinuteCounts,
} from "../domain/live/minutes.ts";
import { parseChoice } from "../domain/request/parameters.ts";
import type { TopicPast } from "../components/overview/TopicCard.tsx";
import { autoSteps } from "../domain/series/buckets.ts";
import { MINUTE } from "../domain/time/range.ts";
import { TOPIC_ORDERS, type TopicSummary } from "../domain/topic/topic.ts";
import { LiveStatus } from "../islands/LiveStatus.tsx";
import { LiveTabs } from "../islands/LiveTabs.tsx";
import { LiveTopics } from "../islands/LiveTopics.tsx";
import { define, type State } from "../state.ts";
import { isHistory } from "./(_shared)/history.ts";
import { readParameters } from "./(_shared)/request.ts";
import { ratesOf, withoutPosts } from "./(_shared)/views.ts";

export const handler = define.handlers({
  async GET({ state, url }) {
    const renderedAt = Date.now();
    readParameters(() =>
      parseChoice(url.searchParams, "sort", TOPIC_ORDERS, { fallback: "made" })
    );
    const [topics, { cursor, topics: snapshots }] = await Promise.all([
      state.listTopics(),
      state.readSnapshot(),
    ]);
    const slugs = Object.keys(snapshots);
    const minutes = await readMinutes(state, slugs, renderedAt);
    const pasts = await readPasts(state, topics, renderedAt);
    return page({
      topics,
      cursor,
      snapshots: withoutPosts(snapshots),
      minutes,
      pasts,
      address: url.pathname + url.search,
      renderedAt,
    });
  },
});

export default define.page<typeof handler>(function Index({ data }): VNode {
  const { topics, snapshots, renderedAt } = data;
  return (
    <Page
      title="All topics · Freshet"
      description={`Posts per minute and mood of ${
        topics.length === 1 ? "one topic" : `${topics.length} topics`
      }, live.`}
      path="/"
      tabs={
        <LiveTabs
          topics={topics}
          rates={ratesOf(snapshots)}
          current={null}
          renderedAt={renderedAt}
        />
      }
      status={<LiveStatus renderedAt={renderedAt} />}
    >
      <LiveTopics {...data} />
    </Page>
  );
});

/** Buckets of a whole history in a card. */
const PAST_POINTS = 60;

/** Reads all of the topics that are history, by slug. */
async function readPasts(
  state: Pick<State, "readExtent" | "readPipeline" | "readSeries">,
  topics: readonly TopicSummary[],
  nowMs: number,
): Promise<Record<string, TopicPast>> {
  const pasts: Record<string, TopicPast> = {};
  for (const topic of topics) {
    if (!await isHistory(state, [topic], nowMs)) continue;
    const extent = await state.readExtent(topic.slug);
    if (!extent) continue;
    const options = { maxPoints: PAST_POINTS, shortest: MINUTE };
    const step = autoSteps(extent, "UTC", options)[0]!;
    const { posts } = await state.readSeries(topic.slug, extent, step);
    pasts[topic.slug] = { ...extent, posts };
  }
  return pasts;
}

/** Reads the last two hours of each topic, by slug. */
async function readMinutes(
  state: Pick<State, "readInterruptions" | "readSeries">,
  slugs: readonly string[],
  nowMs: number,
): Promise<Record<string, MinuteCounts>> {
  const range = minutesRange(nowMs);
  const { outages } = await state.readInterruptions(range);
  return Object.fromEntries(
    await Promise.all(slugs.map(async (slug) => {
      const series = await state.readSeries(slug, range, 60);
      return [slug, toMinuteCounts(series, outages)] as const;
    })),
  );
}
