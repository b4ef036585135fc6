import { findScorerChanges } from "../../../domain/series/scorers.ts";
import { page } from "fresh";
import { Head } from "fresh/runtime";
import type { VNode } from "preact";
import { timeParams, withParams } from "../../../domain/request/address.ts";
import { hasFilter, type PostFilter } from "../../../domain/post/search.ts";
import {
  filterParams,
  readViewFilter,
  viewFilterParams,
} from "../../../domain/request/posts.ts";
import { describeFilter } from "../../../components/elements/filter_labels.ts";
import { openCounts } from "../../(_shared)/counts.ts";
import { readLines, readWholeRange } from "../../(_shared)/range.ts";
import { historyAddress } from "../../(_shared)/history.ts";
import { unknownTopic } from "../../(_shared)/views.ts";
import { sourceNames } from "../../../components/elements/labels.ts";
import { TopicDot } from "../../../components/elements/Tile.tsx";
import { EMBED_CHARTS } from "../../../components/embed/Snippets.tsx";
import {
  ParameterError,
  parseChoice,
} from "../../../domain/request/parameters.ts";
import { formatTime } from "../../../domain/format/times.ts";
import { THEMES } from "../../../domain/request/theme.ts";
import type { WholeRange } from "../../../domain/series/buckets.ts";
import type { Topic } from "../../../domain/topic/topic.ts";
import { LiveEmbed, type LiveEmbedProps } from "../../../islands/LiveEmbed.tsx";
import { define, type State } from "../../../state.ts";

const WORDS = 10;

/** A chart, or the error to show within the frame. */
type EmbedData =
  | { readonly problem: string }
  | {
    readonly problem: null;
    readonly topic: Topic;
    /** The topic's page for the same time. */
    readonly href: string;
    readonly embed: LiveEmbedProps;
    /** Names of the sources. */
    readonly sources: string;
    /** The filter of the posts, as text; empty without one. */
    readonly only: string;
  };

export const handler = define.handlers({
  async GET({ params, state, url }) {
    const slug = params.topic!;
    const topic = (await state.listTopics()).find((one) => one.slug === slug);
    if (!topic) {
      const problem = unknownTopic(slug).message;
      return page<EmbedData>({ problem }, { status: 404 });
    }
    try {
      parseChoice(url.searchParams, "theme", THEMES, { fallback: "auto" });
      const path = await historyAddress(state, [topic], url, Date.now());
      const { searchParams } = new URL(path ?? url.href, url);
      const embed = await readEmbed(state, slug, searchParams);
      const href = pageAddress(slug, url);
      const sources = sourceNames(state.source);
      const only = describeFilter(readViewFilter(searchParams))
        .map(({ text }) => text).join(", ");
      const shown = { topic, href, embed, sources, only };
      return page<EmbedData>({ problem: null, ...shown });
    } catch (error) {
      if (!(error instanceof ParameterError)) throw error;
      return page<EmbedData>({ problem: error.message }, { status: 400 });
    }
  },
});

export default define.page<typeof handler>(function Embed({ data }): VNode {
  if (data.problem !== null) {
    return (
      <main id="main" class="embed">
        <p class="quiet">{data.problem}</p>
      </main>
    );
  }
  const { topic, href, embed, sources, only } = data;
  const { isLive, to } = embed.range;
  return (
    <main id="main" class="embed">
      <Head>
        <title>{`${topic.slug} · Freshet`}</title>
      </Head>
      <h1>
        <a href={href} target="_blank" rel="noopener" title="Open in Freshet">
          <TopicDot color={topic.color} /> {topic.slug}
        </a>
        {!topic.active && <span class="note">paused</span>}
        {only && <span class="note" dir="auto">only: {only}</span>}
      </h1>
      <LiveEmbed {...embed} />
      <p class="note origin">
        Source: {sources} · {isLive
          ? topic.active ? "live" : "paused"
          : `until ${formatTime(to, "day", "UTC")}`}
      </p>
    </main>
  );
});

async function readEmbed(
  state: State,
  slug: string,
  params: URLSearchParams,
): Promise<LiveEmbedProps> {
  const renderedAt = Date.now();
  const chosen = readViewFilter(params);
  const filter = filterParams(chosen);
  const chart = parseChoice(params, "chart", EMBED_CHARTS, {
    fallback: "posts",
  });
  if (chart === "words") {
    const range = await readWholeRange(state, [slug], params, renderedAt);
    const rendered = await readWords(state, slug, range, chosen);
    return { chart, slug, renderedAt, range, filter, rendered };
  }
  const { range, series } = await readLines(
    hasFilter(chosen) ? withFilter(state, chosen) : state,
    [slug],
    params,
    renderedAt,
  );
  const { outages } = await state.readInterruptions(range);
  const scorerChanges = findScorerChanges(series[0]!);
  const rendered = { series: series[0]!, outages, scorerChanges };
  return {
    ...{ chart, slug, renderedAt, range, filter, rendered },
    source: state.source,
  };
}

/** Counts of the posts that match a filter, in place of all. */
function withFilter(
  state: State,
  filter: PostFilter,
): Pick<State, "readExtent" | "readSeries"> {
  return {
    readExtent: state.readExtent,
    async readSeries(slug, range, step) {
      return await (await openCounts(state, slug, range, filter))
        .readSeries(step);
    },
  };
}

async function readWords(
  state: State,
  slug: string,
  range: WholeRange,
  filter: PostFilter,
) {
  const read = (kind: "positive" | "negative") =>
    hasFilter(filter)
      ? state.readMatchedTerms(slug, range, filter, kind, WORDS)
      : state.readTerms(slug, range, kind, WORDS);
  const [positive, negative] = await Promise.all([
    read("positive"),
    read("negative"),
  ]);
  return { positive, negative };
}

function pageAddress(slug: string, url: URL): string {
  const path = `/t/${encodeURIComponent(slug)}`;
  const times = timeParams(url.search);
  const only = viewFilterParams(readViewFilter(url.searchParams));
  return withParams(times.size > 0 ? `${path}?${times}` : path, only);
}
