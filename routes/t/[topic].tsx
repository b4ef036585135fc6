import { page } from "fresh";
import type { VNode } from "preact";
import { describeShares, formatSpanOf } from "../../components/check/check.ts";
import { formatTime } from "../../domain/format/times.ts";
import { listKind, timeParams } from "../../domain/request/address.ts";
import { type CheckLine, readCheckLine } from "../(_shared)/check_line.ts";
import { Page } from "../(_shared)/Page.tsx";
import { readLoadedRange } from "../(_shared)/range.ts";
import { historyAddress, isHistory } from "../(_shared)/history.ts";
import { mayEdit } from "../(_shared)/manage.ts";
import { readParameters, refuse } from "../(_shared)/request.ts";
import {
  readPostsView,
  readTermsView,
  unknownTopic,
} from "../(_shared)/views.ts";
import { seriesSpan } from "../../components/chart/data.ts";
import { sourceNote } from "../../components/page/Quiet.tsx";
import { pageTitle } from "../../components/page/PageState.tsx";
import { parseCursor } from "../../domain/live/snapshot.ts";
import { readPostsPlace } from "../../domain/request/posts.ts";
import { readPostsQuestion } from "../../domain/request/posts.ts";
import { readPageRange } from "../../domain/request/range.ts";
import {
  aboutOf,
  describeTopic,
  withoutIgnored,
} from "../../domain/topic/topic.ts";
import { LiveRange } from "../../islands/LiveRange.tsx";
import { LiveStatus } from "../../islands/LiveStatus.tsx";
import { LiveTabs } from "../../islands/LiveTabs.tsx";
import { LiveTopic, type LiveTopicProps } from "../../islands/LiveTopic.tsx";
import { define } from "../../state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { params, state, url } = ctx;
    const slug = params.topic!;
    const renderedAt = Date.now();
    const listed = await state.listTopics({ ignored: true });
    const topics = listed.map(withoutIgnored);
    const topic = topics.find((topic) => topic.slug === slug);
    if (!topic) throw unknownTopic(slug);

    const { range, filter } = readParameters(() => ({
      range: readPageRange(url.searchParams, renderedAt),
      filter: readPostsPlace(url.searchParams, renderedAt).choice,
    }));
    const location = await historyAddress(state, [topic], url, renderedAt);
    if (location !== null) {
      return new Response(null, { status: 302, headers: { location } });
    }
    const address = url.pathname + url.search;
    const [{ cursor, topics: snapshots }, rates, loaded] = await Promise.all([
      state.readSnapshot([slug]),
      state.readRates(renderedAt),
      readLoadedRange(state, slug, { address, range }, renderedAt)
        .catch(refuse),
    ]);
    if (!Object.hasOwn(snapshots, slug)) throw unknownTopic(slug);
    const snapshot = snapshots[slug]!;
    const seq = parseCursor(cursor)?.seq ?? 0;
    const stored = { posts: snapshot.posts, seq };
    const isQuiet = snapshot.window.posts.every((count) => count === 0);
    const isPast = isQuiet && await isHistory(state, [topic], renderedAt);
    const [posts, terms, sources, extent, checked] = await Promise.all([
      readPostsView(state, slug, url.searchParams, stored, renderedAt),
      readTermsView(state, slug, {
        range,
        list: listKind(`?${url.searchParams}`),
        filter,
        nowMs: renderedAt,
      }),
      isQuiet ? state.readPipeline().then(({ sources }) => sources) : [],
      topic.posts > 0 ? state.readExtent(slug) : null,
      readCheckLine(state, topic, range, renderedAt),
    ]);
    const newest = snapshot.posts.slice(0, 1);
    const { ignored = [] } = listed.find((one) => one.slug === slug)!;
    const canEdit = await mayEdit(ctx);
    const live: LiveTopicProps = {
      slug,
      address,
      cursor,
      renderedAt,
      snapshot: { ...snapshot, posts: newest, about: aboutOf(topic) },
      loaded,
      posts,
      question: readPostsQuestion(url.searchParams, renderedAt),
      terms,
      source: state.source,
      note: sourceNote(sources),
      origin: url.origin,
      title: topic.title ?? null,
      extent,
      isPast,
      isChecked: checked !== null,
      ignored: {
        words: ignored.slice(0, SHOWN_IGNORED),
        count: ignored.length,
        canEdit,
      },
    };
    const span = seriesSpan(loaded.view?.series ?? snapshot.window);
    // The buttons are the reader's own.
    const headers = canEdit ? { "cache-control": "no-store" } : {};
    return page({ topic, topics, rates, span, live, checked }, { headers });
  },
});

/** Words without mood that the page names. */
const SHOWN_IGNORED = 20;

export default define.page<typeof handler>(function Topic({ data }): VNode {
  const { topic, topics, rates, live, checked } = data;
  const { address, renderedAt } = live;
  return (
    <Page
      title={pageTitle(
        topic.title || topic.slug,
        live.isPast ? null : live.snapshot.rate,
      )}
      description={describeTopic(topic)}
      tabs={
        <LiveTabs
          topics={topics}
          rates={rates}
          current={topic.slug}
          renderedAt={renderedAt}
        />
      }
      status={<LiveStatus renderedAt={renderedAt} />}
    >
      <div class="heading">
        <h1 dir="auto">{topic.title || topic.slug}</h1>
        {(topic.query !== topic.slug || topic.title) && (
          <p class="query">{topic.query}</p>
        )}
        <LiveRange
          address={address}
          {...data.span}
          renderedAt={renderedAt}
        />
      </div>
      {topic.description && <p class="about" dir="auto">{topic.description}</p>}
      <CheckNote slug={topic.slug} address={address} checked={checked} />
      <LiveTopic {...live} />
    </Page>
  );
});

/** What a check says of the time for which the page was asked, and the way to it. */
function CheckNote(
  { slug, address, checked }: {
    slug: string;
    address: string;
    checked: CheckLine | null;
  },
): VNode {
  const path = `/t/${encodeURIComponent(slug)}/check`;
  const times = timeParams(address);
  const href = times.size > 0 ? `${path}?${times}` : path;
  return (
    <p class="note checked">
      {checked && (
        <>
          Checked {formatTime(checked.labelledMs / 1_000, "day", "UTC")}:{" "}
          {describeShares(checked.shares)} ({formatSpanOf(checked.range)}).{" "}
        </>
      )}
      <a href={href}>{checked ? "The check" : "Check this topic"}</a>
    </p>
  );
}
