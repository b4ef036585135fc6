import { page } from "fresh";
import { Head } from "fresh/runtime";
import type { VNode } from "preact";
import { Masthead, TopicTabs } from "../components/page/Masthead.tsx";
import { LivePipeline } from "../islands/LivePipeline.tsx";
import { define } from "../state.ts";

export const handler = define.handlers({
  async GET({ state }) {
    const [topics, pipeline] = await Promise.all([
      state.listTopics(),
      state.readPipeline(),
    ]);
    return page({ topics, pipeline });
  },
});

export default define.page<typeof handler>(function Health({ data }): VNode {
  return (
    <>
      <Head>
        <title>Pipeline · Freshet</title>
      </Head>
      <Masthead tabs={<TopicTabs topics={data.topics} />} />
      <main id="main">
        <LivePipeline rendered={data.pipeline} />
      </main>
    </>
  );
});
