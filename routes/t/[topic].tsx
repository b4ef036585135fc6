import { page } from "fresh";
import { Head } from "fresh/runtime";
import type { VNode } from "preact";
import { readLoadedRange } from "../(_shared)/range.ts";
import { readParameters } from "../(_shared)/request.ts";
import {
  readPostsView,
  readTermsView,
  unknownTopic,
} from "../(_shared)/views.ts";
import { seriesSpan } from "../../components/chart/data.ts";
import { Masthead } from "../../components/page/Masthead.tsx";
import { sourceNote } from "../../components/page/source_note.ts";
import { pageTitle } from "../../components/page/PageState.tsx";
import { parseCursor } from "../../domain/live/snapshot.ts";
import { listKind } from "../../domain/request/parameters.ts";
import { readPostsPlace } from "../../domain/request/posts.ts";
import { readPageRange } from "../../domain/request/range.ts";
import { aboutOf } from "../../domain/topic/topic.ts";
import { LiveRange } from "../../islands/LiveRange.tsx";
import { LiveStatus } from "../../islands/LiveStatus.tsx";
import { LiveTabs } from "../../islands/LiveTabs.tsx";
import { LiveTopic } from "../../islands/LiveTopic.tsx";
import { define } from "../../state.ts";

export const handler = define.handlers({
  async GET({ params, state, url }) {
    const slug = params.topic!;
    const renderedAt = Date.now();
    const topics = await state.listTopics();
    const topic = topics.find((topic) => topic.slug === slug);
    if (!topic) throw unknownTopic(slug);

    const range = readParameters(() => {
      readPostsPlace(url.searchParams, renderedAt);
      return readPageRange(url.searchParams, renderedAt);
    });
    const address = url.pathname + url.search;
    const [{ cursor, topics: snapshots }, loaded] = await Promise.all([
      state.readSnapshot(),
      readLoadedRange(state, slug, { address, range }, renderedAt),
    ]);
    const known = new Map(Object.entries(snapshots));
    const snapshot = known.get(slug);
    if (!snapshot) throw unknownTopic(slug);
    const seq = parseCursor(cursor)?.seq ?? 0;
    const stored = { posts: snapshot.posts, seq };
    const isQuiet = snapshot.window.posts.every((count) => count === 0);
    const [posts, terms, sources] = await Promise.all([
      readPostsView(state, slug, url.searchParams, stored, renderedAt),
      readTermsView(state, slug, {
        range,
        list: listKind(`?${url.searchParams}`),
        nowMs: renderedAt,
      }),
      isQuiet ? state.readPipeline().then(({ sources }) => sources) : [],
    ]);
    const newest = snapshot.posts.slice(0, 1);
    return page({
      topic,
      topics,
      rates: Object.fromEntries(
        Array.from(known, ([slug, { rate }]) => [slug, rate]),
      ),
      snapshot: { ...snapshot, posts: newest, about: aboutOf(topic) },
      posts,
      terms,
      cursor,
      renderedAt,
      address,
      loaded,
      span: seriesSpan(loaded.view?.series ?? snapshot.window),
      source: state.source,
      sources,
      origin: url.origin,
    });
  },
});

export default define.page<typeof handler>(function Topic({ data }): VNode {
  const { topic, topics, rates, snapshot, renderedAt } = data;
  return (
    <>
      <Head>
        <title>{pageTitle(topic.slug, snapshot.rate)}</title>
      </Head>
      <Masthead
        tabs={<LiveTabs topics={topics} rates={rates} current={topic.slug} />}
      >
        <LiveStatus renderedAt={renderedAt} />
      </Masthead>
      <main id="main">
        <div class="heading">
          <h1>{topic.slug}</h1>
          {topic.query !== topic.slug && <p class="query">{topic.query}</p>}
          <LiveRange
            address={data.address}
            {...data.span}
            renderedAt={renderedAt}
          />
        </div>
        <LiveTopic
          slug={topic.slug}
          cursor={data.cursor}
          renderedAt={renderedAt}
          snapshot={snapshot}
          address={data.address}
          loaded={data.loaded}
          posts={data.posts}
          terms={data.terms}
          source={data.source}
          note={sourceNote(data.sources)}
          origin={data.origin}
        />
      </main>
    </>
  );
});
