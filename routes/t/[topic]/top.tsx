import { page } from "fresh";
import type { VNode } from "preact";
import { TopicTabs } from "../../../components/page/Masthead.tsx";
import { LIST_NAMES } from "../../../components/topic/lists.ts";
import { TopView } from "../../../components/topic/TopView.tsx";
import { withParams } from "../../../domain/request/address.ts";
import { define } from "../../../state.ts";
import { Page } from "../../(_shared)/Page.tsx";
import { refuse } from "../../(_shared)/request.ts";
import { readTopView } from "../../(_shared)/top.ts";
import { unknownTopic } from "../../(_shared)/views.ts";

export const handler = define.handlers({
  async GET({ params, state, url }) {
    const slug = params.topic!;
    const topics = await state.listTopics();
    const topic = topics.find((topic) => topic.slug === slug);
    if (!topic) throw unknownTopic(slug);
    const view = await readTopView(state, slug, url, Date.now()).catch(refuse);
    return page({ topics, view, name: topic.title || slug });
  },
});

export default define.page<typeof handler>(function Top({ data }): VNode {
  const { topics, view, name } = data;
  const what = LIST_NAMES[view.kind];
  const query = view.address.split("?")[1] ?? "";
  const back = withParams(`/t/${encodeURIComponent(view.slug)}?${query}`, {
    offset: null,
  });
  return (
    <Page
      title={`${what} · ${name} · Freshet`}
      description={`${what} of posts about ${name}, by number of posts.`}
      tabs={<TopicTabs topics={topics} current={view.slug} />}
    >
      <div class="heading">
        <h1 dir="auto">{name}</h1>
        <a href={back}>Back to the topic</a>
      </div>
      <TopView {...view} />
    </Page>
  );
});
