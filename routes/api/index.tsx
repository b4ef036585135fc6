import { page } from "fresh";
import type { VNode } from "preact";
import { Page } from "../(_shared)/Page.tsx";
import { ApiView } from "../../components/api/ApiView.tsx";
import { TopicTabs } from "../../components/page/Masthead.tsx";
import { API_DOCUMENT } from "../../domain/api/document.ts";
import { define } from "../../state.ts";

/** The API for people. */
export const handler = define.handlers({
  async GET({ state, url }) {
    const topics = await state.listTopics();
    return page({ topics, origin: url.origin });
  },
});

export default define.page<typeof handler>(function Api({ data }): VNode {
  return (
    <Page
      title="API · Freshet"
      description="How programs read counts, sentiment and posts by topic: endpoints, parameters and examples."
      path="/api"
      tabs={<TopicTabs topics={data.topics} />}
    >
      <ApiView document={API_DOCUMENT} origin={data.origin} />
    </Page>
  );
});
