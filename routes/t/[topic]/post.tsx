import { page } from "fresh";
import type { VNode } from "preact";
import { TopicTabs } from "../../../components/page/Masthead.tsx";
import { PostItem } from "../../../components/post/PostItem.tsx";
import { Weights } from "../../../components/post/Weights.tsx";
import { define } from "../../../state.ts";
import { Page } from "../../(_shared)/Page.tsx";
import { refuse } from "../../(_shared)/request.ts";
import { unknownTopic } from "../../(_shared)/views.ts";
import { readPostWeights } from "../../(_shared)/weights.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const slug = ctx.params.topic!;
    const topics = await ctx.state.listTopics();
    if (!topics.some((topic) => topic.slug === slug)) throw unknownTopic(slug);
    const weights = await readPostWeights(ctx, slug).catch(refuse);
    return page({ slug, topics, weights, renderedAt: Date.now() });
  },
});

/** One post, and which words weighed in its score. */
export default define.page<typeof handler>(function PostPage({ data }): VNode {
  const { slug, topics, weights, renderedAt } = data;
  return (
    <Page
      title={`A post · ${slug} · Freshet`}
      description={`A post about ${slug}, and which words weighed in its score.`}
      tabs={<TopicTabs topics={topics} current={slug} />}
    >
      <div class="heading">
        <h1>Which words weighed</h1>
        <a href={`/t/${encodeURIComponent(slug)}`}>Back to the topic</a>
      </div>
      <ol class="single">
        <PostItem post={weights.post} renderedAt={renderedAt} isNew={false} />
      </ol>
      <Weights {...weights.post} words={weights.words} />
      <p class="note">
        A weight above zero speaks for positive, one below for negative: it is
        what the word adds to the logarithm of their odds. What the word follows
        and its letters count too; a topic's own words, those that were taken
        out of it, links and people do not.{" "}
        <a href="/method#mood">How mood is measured</a>
      </p>
    </Page>
  );
});
