import { page } from "fresh";
import type { VNode } from "preact";
import { Page } from "./(_shared)/Page.tsx";
import { CompareForm } from "../components/compare/CompareTable.tsx";
import { MAX_COMPARED, SCALES } from "../components/compare/comparison.ts";
import { TopicTabs } from "../components/page/Masthead.tsx";
import { parseChoice, parseTopics } from "../domain/request/parameters.ts";
import { readPageRange } from "../domain/request/range.ts";
import { compareAddress } from "../domain/request/theme.ts";
import {
  findScorerChanges,
  type ScorerChange,
} from "../domain/series/scorers.ts";
import type { Series } from "../domain/series/series.ts";
import type { TopicSummary } from "../domain/topic/topic.ts";
import { LiveCompare, type LiveCompareProps } from "../islands/LiveCompare.tsx";
import { LiveStatus } from "../islands/LiveStatus.tsx";
import { define, type State } from "../state.ts";
import { readLines, readWholeExtent } from "./(_shared)/range.ts";
import { historyAddress } from "./(_shared)/history.ts";
import { readParameters, refuse } from "./(_shared)/request.ts";
import { unknownTopic, withoutPosts } from "./(_shared)/views.ts";

/** What the page shows: a comparison, or the form and a problem. */
interface CompareData {
  readonly topics: readonly TopicSummary[];
  /** Known slugs of the address. */
  readonly chosen: readonly string[];
  /** Parameters besides the topics. */
  readonly others: Readonly<Record<string, string>>;
  readonly problem: string | null;
  readonly compared: LiveCompareProps | null;
}

export const handler = define.handlers({
  async GET({ state, url }) {
    const requested = parseTopics(url.searchParams);
    const { topics: _, ...others } = Object.fromEntries(url.searchParams);
    if (url.searchParams.getAll("topics").length > 1) {
      const location = compareAddress(requested, others);
      return new Response(null, { status: 302, headers: { location } });
    }
    readParameters(() => {
      parseChoice(url.searchParams, "scale", SCALES, { fallback: "absolute" });
      readPageRange(url.searchParams, Date.now());
    });
    const topics = await state.listTopics();
    const known = new Set(topics.map(({ slug }) => slug));
    const chosen = requested.filter((slug) => known.has(slug));
    const { status, problem } = problemOf(requested, chosen);
    const isReady = problem === null && chosen.length > 0;
    const location = isReady &&
      await historyAddress(
        state,
        topics.filter(({ slug }) => chosen.includes(slug)),
        url,
        Date.now(),
      );
    if (location) {
      return new Response(null, { status: 302, headers: { location } });
    }
    const compared = isReady
      ? await readComparison(state, url, topics, chosen).catch(refuse)
      : null;
    const data: CompareData = { topics, chosen, others, problem, compared };
    return page(data, { status });
  },
});

export default define.page<typeof handler>(function Compare({ data }): VNode {
  const { topics, chosen, others, problem, compared } = data;
  const name = compared ? `${chosen.join(", ")} · Compare` : "Compare";
  return (
    <Page
      path="/compare"
      title={`${name} · Freshet`}
      description={compared
        ? `Posts and mood over time: ${chosen.join(", ")}.`
        : "Posts and mood of several topics over the same time."}
      tabs={<TopicTabs topics={topics} />}
      status={compared && <LiveStatus renderedAt={compared.renderedAt} />}
    >
      {compared ? <LiveCompare {...compared} /> : (
        <>
          <h1>Compare</h1>
          {problem && <p class="quiet" role="alert">{problem}</p>}
          {topics.length === 0
            ? <p class="quiet">No topics yet.</p>
            : <CompareForm topics={topics} chosen={chosen} others={others} />}
          <p>
            <a href="/" aria-current="false">All topics</a>
          </p>
        </>
      )}
    </Page>
  );
});

/** Why topics cannot be compared; null if they can, or the address has none. */
function problemOf(
  requested: readonly string[],
  chosen: readonly string[],
): { status: number; problem: string | null } {
  const unknown = requested.find((slug) => !chosen.includes(slug));
  if (unknown !== undefined) {
    return { status: 404, problem: unknownTopic(unknown).message };
  }
  if (chosen.length <= MAX_COMPARED) return { status: 200, problem: null };
  const problem = `At most ${MAX_COMPARED} topics can be compared, ` +
    `not ${chosen.length}`;
  return { status: 400, problem };
}

/** The changes of the scorer in all series, one at each time. */
function changesOf(series: readonly Series[]): ScorerChange[] {
  const changes = series.flatMap(findScorerChanges);
  return [...new Map(changes.map((change) => [change.t, change])).values()];
}

async function readComparison(
  state: State,
  url: URL,
  all: readonly TopicSummary[],
  slugs: readonly string[],
): Promise<LiveCompareProps> {
  const renderedAt = Date.now();
  const params = url.searchParams;
  const { range, series } = await readLines(state, slugs, params, renderedAt);
  const [{ cursor, topics: snapshots }, { outages }] = await Promise.all([
    state.readSnapshot(slugs),
    state.readInterruptions(range),
  ]);
  const styles = all.map(({ slug, color, query }) => ({ slug, color, query }));
  return {
    topics: slugs.map((slug) => styles.find((topic) => topic.slug === slug)!),
    all: styles,
    series: Object.fromEntries(slugs.map((slug, i) => [slug, series[i]!])),
    snapshots: withoutPosts(snapshots),
    outages,
    scorerChanges: changesOf(series),
    range,
    cursor,
    renderedAt,
    source: state.source,
    extent: await readWholeExtent(state, slugs),
    address: url.pathname + url.search,
  };
}
