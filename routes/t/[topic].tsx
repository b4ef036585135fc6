import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import type { VNode } from "preact";
import { Masthead } from "../../components/Masthead.tsx";
import { pageTitle } from "../../components/page_title.ts";
import { Rate } from "../../components/Rate.tsx";
import { RangeNav } from "../../components/RangeNav.tsx";
import type { RangeView } from "../../components/range_view.ts";
import { fittingStep } from "../../domain/fitting_step.ts";
import {
  type PageRange,
  PageRangeError,
  readPageRange,
} from "../../domain/page_range.ts";
import { LiveRate } from "../../islands/LiveRate.tsx";
import { LiveStatus } from "../../islands/LiveStatus.tsx";
import { LiveTopic } from "../../islands/LiveTopic.tsx";
import { define, type State, type TimeRange } from "../../state.ts";

/** Posts in the first response; more come live. */
const FIRST_POSTS = 30;
const WORDS = 10;

export const handler = define.handlers({
  async GET({ params, state, url }) {
    const slug = params.topic!;
    const topics = await state.listTopics();
    const topic = topics.find((topic) => topic.slug === slug);
    if (!topic) throw new HttpError(404, `No topic "${slug}"`);

    const renderedAt = Date.now();
    const range = rangeOf(url, renderedAt / 1_000);
    const [{ cursor, topics: snapshots }, time] = await Promise.all([
      state.readSnapshot(),
      timeOf(state, slug, range, renderedAt / 1_000),
    ]);
    const view = time && await readView(state, slug, time, renderedAt / 1_000);
    const snapshot = snapshots[slug];
    if (!snapshot) throw new HttpError(404, `No topic "${slug}"`);
    return page({
      topic,
      topics,
      rates: new Map(
        Object.entries(snapshots).map(([slug, { rate }]) => [slug, rate]),
      ),
      snapshot: { ...snapshot, posts: snapshot.posts.slice(0, FIRST_POSTS) },
      cursor,
      renderedAt,
      range: range.kind,
      time: time ?? { from: renderedAt / 1_000 - 900, to: renderedAt / 1_000 },
      view,
      source: state.source,
    });
  },
});

export default define.page<typeof handler>(function Topic({ data }): VNode {
  const { topic, topics, rates, renderedAt, time } = data;
  return (
    <>
      <Head>
        <title>{pageTitle(topic.slug, data.snapshot.rate)}</title>
      </Head>
      <Masthead
        topics={topics}
        current={topic.slug}
        rateOf={(slug) =>
          slug === topic.slug
            ? <LiveRate slug={slug} rate={data.snapshot.rate} />
            : <Rate rate={rates.get(slug) ?? 0} />}
      >
        <LiveStatus renderedAt={renderedAt} />
      </Masthead>
      <main id="main">
        <div class="heading">
          <h1>{topic.slug}</h1>
          {topic.query !== topic.slug && <p class="query">{topic.query}</p>}
          <RangeNav slug={topic.slug} range={data.range} {...time} />
        </div>
        <LiveTopic
          slug={topic.slug}
          cursor={data.cursor}
          renderedAt={renderedAt}
          snapshot={data.snapshot}
          range={data.view}
          source={data.source}
        />
      </main>
    </>
  );
});

function rangeOf(url: URL, now: number): PageRange {
  try {
    return readPageRange(url.searchParams, now);
  } catch (error) {
    if (!(error instanceof PageRangeError)) throw error;
    throw new HttpError(400, error.message);
  }
}

/** The time to show, in seconds since the epoch; null for the live window. */
async function timeOf(
  state: State,
  slug: string,
  range: PageRange,
  now: number,
): Promise<TimeRange | null> {
  if (range.kind === "live") return null;
  if (range.kind !== "all") return { from: range.from, to: range.to };
  return await state.readExtent(slug) ?? { from: now - 900, to: now };
}

async function readView(
  state: State,
  slug: string,
  { from, to }: TimeRange,
  now: number,
): Promise<RangeView> {
  const step = fittingStep(to - from);
  const whole = {
    from: Math.floor(from / step) * step,
    to: Math.ceil(to / step) * step,
  };
  const [series, positive, negative] = await Promise.all([
    state.readSeries(slug, whole, step),
    state.readTerms(slug, { from, to }, "positive", WORDS),
    state.readTerms(slug, { from, to }, "negative", WORDS),
  ]);
  return {
    series,
    terms: { positive, negative },
    isLastCurrent: whole.to > now,
  };
}
