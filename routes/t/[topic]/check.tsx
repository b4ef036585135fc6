import { page } from "fresh";
import type { VNode } from "preact";
import {
  type CheckProps,
  describePlace,
} from "../../../components/check/check.ts";
import {
  CheckAccess,
  CheckActions,
  LabelLinks,
  StartForm,
} from "../../../components/check/CheckForms.tsx";
import { CheckResult } from "../../../components/check/CheckResult.tsx";
import { TopicTabs } from "../../../components/page/Masthead.tsx";
import type { TopicSummary } from "../../../domain/topic/topic.ts";
import { LabelPost } from "../../../islands/LabelPost.tsx";
import { define, type State } from "../../../state.ts";
import type { AdminContext } from "../../(_shared)/admin.ts";
import { handleCheckForm, readCheckProps } from "../../(_shared)/check.ts";
import { FormRefusal } from "../../(_shared)/manage.ts";
import { Page } from "../../(_shared)/Page.tsx";
import { NO_STORE, readOwnForm } from "../../(_shared)/request.ts";
import { unknownTopic } from "../../(_shared)/views.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const found = await findTopic(ctx);
    const check = await readCheckProps(ctx, found.topic);
    if (ctx.req.headers.get("accept") === "application/json") {
      return Response.json({ post: check.post }, { headers: NO_STORE });
    }
    return page({ ...found, check }, { headers: NO_STORE });
  },
  async POST(ctx) {
    const form = await readOwnForm(ctx);
    const found = await findTopic(ctx);
    try {
      return await handleCheckForm(ctx, form, found.topic);
    } catch (error) {
      const refusal = FormRefusal.of(error);
      if (!(error instanceof FormRefusal) || !refusal) throw error;
      const { status, shown, headers } = refusal;
      const check = await readCheckProps(ctx, found.topic, shown);
      return page({ ...found, check }, {
        status,
        headers: { ...NO_STORE, ...headers },
      });
    }
  },
});

/** @throws {HttpError} 404 if the topic is unknown. */
async function findTopic(
  { state, params }: Pick<AdminContext, "params"> & {
    state: Pick<State, "listTopics">;
  },
): Promise<{ topic: TopicSummary; topics: readonly TopicSummary[] }> {
  const topics = await state.listTopics();
  const topic = topics.find(({ slug }) => slug === params.topic);
  if (!topic) throw unknownTopic(params.topic!);
  return { topic, topics };
}

export default define.page<typeof handler>(function CheckPage({ data }): VNode {
  const { topics, check } = data;
  const { slug, post, access, error, newest } = check;
  const place = post ? `${describePlace(post)} · ` : "";
  const may = access === "signed-in";
  return (
    <Page
      title={`${place}Check ${slug} · Freshet`}
      description={`How far the mood of posts about ${slug} can be trusted: posts that people labeled.`}
      tabs={<TopicTabs topics={topics} current={slug} />}
    >
      <div class="heading">
        <h1>Check {slug}</h1>
        <a href={`/t/${encodeURIComponent(slug)}`}>Back to the topic</a>
      </div>
      <div class="check">
        {may && error && <p class="wrong" role="alert">{error.message}</p>}
        {post ? <Labelling {...check} /> : <Overview {...check} />}
        {!may && <CheckAccess {...check} />}
        {!may && newest && (
          <p class="actions">
            <LabelLinks slug={slug} />
          </p>
        )}
      </div>
    </Page>
  );
});

function Labelling({ post, slug, progress, result }: CheckProps): VNode {
  return (
    <>
      {progress!.isSecond && progress!.done === 0 && (
        <p>
          Another reader labelled these posts. Label the same ones, so that it
          can be said how far people agree.
        </p>
      )}
      <LabelPost {...post!} />
      {result && (
        <p class="note">
          <a href={`/t/${encodeURIComponent(slug)}/check?show=result`}>
            Show the result so far
          </a>
        </p>
      )}
    </>
  );
}

function Overview(props: CheckProps): VNode {
  const { result, access, progress, newest, slug } = props;
  const isOpen = progress !== null && progress.done < progress.size;
  const path = `/t/${encodeURIComponent(slug)}/check?show=label`;
  const may = access === "signed-in";
  return (
    <>
      {result ? <CheckResult result={result} /> : (
        <p>
          How far can the scorer be trusted here? Read some random posts of the
          topic and say what their mood is: about five minutes for 100. Then the
          true shares are known with their interval, and where the scorer is
          wrong.
        </p>
      )}
      {may && isOpen && (
        <p>
          <a class="button" href={path}>
            {progress.done > 0
              ? "Continue to label"
              : progress.isSecond
              ? "Label the same posts as a second reader"
              : "Label the posts"}
          </a>
        </p>
      )}
      {may && newest && !result && !isOpen && (
        <p>Too few posts were labelled for a result.</p>
      )}
      {may && newest && <CheckActions {...props} />}
      {may && (
        <section aria-labelledby="start">
          <h2 id="start">{newest ? "A new check" : "Start"}</h2>
          <StartForm {...props} />
        </section>
      )}
    </>
  );
}
