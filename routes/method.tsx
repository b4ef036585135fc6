import { page } from "fresh";
import type { VNode } from "preact";
import { Page } from "./(_shared)/Page.tsx";
import { TopicTabs } from "../components/page/Masthead.tsx";
import { MethodView } from "../components/page/MethodView.tsx";
import { define } from "../state.ts";

/** How everything on the other pages is measured. */
export const handler = define.handlers({
  async GET({ state, url }) {
    const [topics, pipeline] = await Promise.all([
      state.listTopics({ ignored: true }),
      state.readPipeline(),
    ]);
    return page({ topics, pipeline, origin: url.origin });
  },
});

export default define.page<typeof handler>(function Method({ data }): VNode {
  const { topics, pipeline, origin } = data;
  return (
    <Page
      path="/method"
      title="Method · Freshet"
      description="What is counted, from where and since when, what mood means, and how to cite it."
      tabs={<TopicTabs topics={topics} />}
    >
      <MethodView topics={topics} pipeline={pipeline} origin={origin} />
    </Page>
  );
});
