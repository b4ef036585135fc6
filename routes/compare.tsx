import { page } from "fresh";
import { Head } from "fresh/runtime";
import type { VNode } from "preact";
import { CompareForm } from "../components/compare/CompareTable.tsx";
import { MAX_COMPARED, SCALES } from "../components/compare/comparison.ts";
import { Masthead, TopicTabs } from "../components/page/Masthead.tsx";
import type { TopicSnapshot } from "../domain/live/snapshot.ts";
import { parseChoice, parseTopics } from "../domain/request/parameters.ts";
import { readPageRange } from "../domain/request/range.ts";
import { compareAddress } from "../domain/request/theme.ts";
import type { TopicSummary } from "../domain/topic/topic.ts";
import { LiveCompare, type LiveCompareProps } from "../islands/LiveCompare.tsx";
import { LiveStatus } from "../islands/LiveStatus.tsx";
import { define, type State } from "../state.ts";
import { readWholeRange } from "./(_shared)/range.ts";
import { readParameters } from "./(_shared)/request.ts";

/** What the page shows: topics side by side, or why it cannot. */
interface CompareData {
  readonly topics: readonly TopicSummary[];
  /** Slugs that there are, of those that were asked for. */
  readonly chosen: readonly string[];
  /** Parameters besides the topics. */
  readonly others: Readonly<Record<string, string>>;
  readonly problem: string | null;
  readonly compared: LiveCompareProps | null;
}

export const handler = define.handlers({
  async GET({ state, url }) {
    const asked = parseTopics(url.searchParams);
    const { topics: _, ...others } = Object.fromEntries(url.searchParams);
    if (url.searchParams.getAll("topics").length > 1) {
      const location = compareAddress(asked, others);
      return new Response(null, { status: 302, headers: { location } });
    }
    readParameters(() => {
      parseChoice(url.searchParams, "scale", SCALES, { fallback: "absolute" });
      readPageRange(url.searchParams, Date.now());
    });
    const topics = await state.listTopics();
    const known = new Set(topics.map(({ slug }) => slug));
    const chosen = asked.filter((slug) => known.has(slug));
    const { status, problem } = problemOf(asked, chosen);
    const isReady = problem === null && chosen.length > 0;
    const compared = isReady
      ? await readComparison(state, url, topics, chosen)
      : null;
    const data: CompareData = { topics, chosen, others, problem, compared };
    return page(data, { status });
  },
});

export default define.page<typeof handler>(function Compare({ data }): VNode {
  const { topics, chosen, others, problem, compared } = data;
  const name = compared ? `${chosen.join(", ")} · Compare` : "Compare";
  return (
    <>
      <Head>
        <title>{`${name} · Freshet`}</title>
      </Head>
      <Masthead tabs={<TopicTabs topics={topics} />}>
        {compared && <LiveStatus renderedAt={compared.renderedAt} />}
      </Masthead>
      <main id="main">
        {compared ? <LiveCompare {...compared} /> : (
          <>
            <h1>Compare</h1>
            {problem && <p class="quiet" role="alert">{problem}</p>}
            {topics.length === 0
              ? <p class="quiet">There are no topics yet.</p>
              : <CompareForm topics={topics} chosen={chosen} others={others} />}
            <p>
              <a href="/" aria-current="false">To all topics</a>
            </p>
          </>
        )}
      </main>
    </>
  );
});

/** Why topics cannot be compared; null if they can, or none was asked for. */
function problemOf(
  asked: readonly string[],
  chosen: readonly string[],
): { status: number; problem: string | null } {
  const unknown = asked.find((slug) => !chosen.includes(slug));
  if (unknown !== undefined) {
    const name = JSON.stringify(unknown.slice(0, 100));
    return { status: 404, problem: `There is no topic ${name}` };
  }
  if (chosen.length <= MAX_COMPARED) return { status: 200, problem: null };
  const problem = `At most ${MAX_COMPARED} topics can be compared, ` +
    `not ${chosen.length}`;
  return { status: 400, problem };
}

async function readComparison(
  state: State,
  url: URL,
  all: readonly TopicSummary[],
  slugs: readonly string[],
): Promise<LiveCompareProps> {
  const renderedAt = Date.now();
  const params = url.searchParams;
  const range = await readWholeRange(state, slugs, params, renderedAt);
  const [{ cursor, topics: snapshots }, { outages }, ...series] = await Promise
    .all([
      state.readSnapshot(slugs),
      state.readInterruptions(range),
      ...slugs.map((slug) => state.readSeries(slug, range, range.step)),
    ]);
  const looks = all.map(({ slug, color }) => ({ slug, color }));
  return {
    topics: slugs.map((slug) => looks.find((topic) => topic.slug === slug)!),
    all: looks,
    series: Object.fromEntries(slugs.map((slug, i) => [slug, series[i]!])),
    snapshots: withoutPosts(snapshots),
    outages,
    range,
    cursor,
    renderedAt,
    source: state.source,
    address: url.pathname + url.search,
  };
}

/** This page shows numbers only: it need not carry posts and words. */
function withoutPosts(
  snapshots: Readonly<Record<string, TopicSnapshot>>,
): Record<string, TopicSnapshot> {
  const terms = { positive: [], negative: [] };
  return Object.fromEntries(
    Object.entries(snapshots)
      .map(([slug, snapshot]) => [slug, { ...snapshot, posts: [], terms }]),
  );
}
