import { page } from "fresh";
import { Head } from "fresh/runtime";
import type { VNode } from "preact";
import { Masthead } from "../components/page/Masthead.tsx";
import type { TopicSnapshot } from "../domain/live/snapshot.ts";
import { LiveStatus } from "../islands/LiveStatus.tsx";
import { LiveTabs } from "../islands/LiveTabs.tsx";
import { LiveTopics } from "../islands/LiveTopics.tsx";
import { define } from "../state.ts";

export const handler = define.handlers({
  async GET({ state }) {
    const [topics, { cursor, topics: snapshots }] = await Promise.all([
      state.listTopics(),
      state.readSnapshot(),
    ]);
    return page({ topics, cursor, snapshots: withoutPosts(snapshots) });
  },
});

export default define.page<typeof handler>(function Index({ data }): VNode {
  const { topics, cursor, snapshots } = data;
  const rates = Object.fromEntries(
    Object.entries(snapshots).map(([slug, { rate }]) => [slug, rate]),
  );
  return (
    <>
      <Head>
        <title>All topics · Freshet</title>
      </Head>
      <Masthead
        current={null}
        tabs={<LiveTabs topics={topics} rates={rates} />}
      >
        <LiveStatus renderedAt={Date.now()} />
      </Masthead>
      <main id="main">
        <h1>All topics</h1>
        <LiveTopics topics={topics} cursor={cursor} snapshots={snapshots} />
      </main>
    </>
  );
});

/** This page shows numbers only: it need not carry the posts. */
function withoutPosts(
  snapshots: Readonly<Record<string, TopicSnapshot>>,
): Record<string, TopicSnapshot> {
  return Object.fromEntries(
    Object.entries(snapshots)
      .map(([slug, snapshot]) => [slug, { ...snapshot, posts: [] }]),
  );
}
