import { page } from "fresh";
import type { VNode } from "preact";
import { Page } from "./(_shared)/Page.tsx";
import { TopicTabs } from "../components/page/Masthead.tsx";
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

export default define.page<typeof handler>(function Pipeline({ data }): VNode {
  return (
    <Page
      title="Pipeline · Freshet"
      description="The state of sources, log and storage, and when posts were missed."
      path="/pipeline"
      tabs={<TopicTabs topics={data.topics} />}
    >
      <LivePipeline rendered={data.pipeline} />
    </Page>
  );
});
