import { page } from "fresh";
import { Head } from "fresh/runtime";
import type { VNode } from "preact";
import { ApiView } from "../../components/api/ApiView.tsx";
import { Masthead, TopicTabs } from "../../components/page/Masthead.tsx";
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
    <>
      <Head>
        <title>API · Freshet</title>
      </Head>
      <Masthead tabs={<TopicTabs topics={data.topics} />} />
      <main id="main">
        <ApiView document={API_DOCUMENT} origin={data.origin} />
      </main>
    </>
  );
});
