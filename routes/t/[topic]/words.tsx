import { HttpError, page } from "fresh";
import type { VNode } from "preact";
import { TopicTabs } from "../../../components/page/Masthead.tsx";
import { IgnoredWords } from "../../../components/topic/IgnoredWords.tsx";
import type { FormError } from "../../../domain/topic/input.ts";
import { define } from "../../../state.ts";
import { addressOf, type AdminContext } from "../../(_shared)/admin.ts";
import {
  accessOf,
  FormRefusal,
  redirect,
  requireSession,
} from "../../(_shared)/manage.ts";
import { Page } from "../../(_shared)/Page.tsx";
import { NO_STORE, readOwnForm } from "../../(_shared)/request.ts";
import { unknownTopic } from "../../(_shared)/views.ts";

export const handler = define.handlers({
  async GET(ctx) {
    return page(await readProps(ctx), { headers: NO_STORE });
  },
  async POST(ctx) {
    const form = await readOwnForm(ctx);
    try {
      await requireSession(ctx);
      return await changeWord(ctx, form);
    } catch (error) {
      const refusal = FormRefusal.of(error);
      if (!refusal) throw error;
      const { status, shown, headers } = refusal;
      return page(await readProps(ctx, shown), {
        status,
        headers: { ...NO_STORE, ...headers },
      });
    }
  },
});

/** Takes a word out, or puts it back; then the page is shown on which that was done. */
async function changeWord(
  ctx: AdminContext,
  form: URLSearchParams,
): Promise<Response> {
  const slug = ctx.params.topic!;
  const [taken, returned] = [form.get("take"), form.get("return")];
  const word = taken ?? returned;
  if (word === null) throw new HttpError(400, "Name a word");
  const change = { word, isIgnored: taken !== null };
  await ctx.state.admin.ignore(slug, change, addressOf(ctx));
  const path = `/t/${encodeURIComponent(slug)}`;
  const shown = URL.parse(form.get("page") ?? "", ctx.url);
  const isOfTopic = shown?.pathname === path;
  return redirect(
    isOfTopic ? `${path}${shown.search}#positive-words` : `${path}/words`,
  );
}

/** @throws {HttpError} 404 if the topic is unknown. */
async function readProps(ctx: AdminContext, error: FormError | null = null) {
  const { state, params } = ctx;
  const slug = params.topic!;
  const topics = await state.listTopics({ ignored: true });
  const topic = topics.find((one) => one.slug === slug);
  if (!topic) throw unknownTopic(slug);
  const canEdit = await accessOf(ctx) === "signed-in";
  return { topics, topic, canEdit, error };
}

export default define.page<typeof handler>(function Words({ data }): VNode {
  const { topics, topic, canEdit, error } = data;
  const name = topic.title || topic.slug;
  return (
    <Page
      title={`Words without mood · ${name} · Freshet`}
      description={`Words that say nothing about the mood of posts about ${name}.`}
      tabs={<TopicTabs topics={topics} current={topic.slug} />}
    >
      <div class="heading">
        <h1>Words without mood</h1>
        <a href={`/t/${encodeURIComponent(topic.slug)}`}>Back to the topic</a>
      </div>
      <IgnoredWords topic={topic} canEdit={canEdit} error={error} />
    </Page>
  );
});
