import { page } from "fresh";
import type { VNode } from "preact";
import { Page } from "./(_shared)/Page.tsx";
import { type ManageProps, manageTitle } from "../components/manage/manage.ts";
import { TopicTabs } from "../components/page/Masthead.tsx";
import {
  type ManageView,
  readDraft,
  readManageView,
} from "../domain/topic/input.ts";
import { freeColor } from "../domain/topic/topic.ts";
import { ManageTopics } from "../islands/ManageTopics.tsx";
import { define } from "../state.ts";
import type { AdminContext } from "./(_shared)/admin.ts";
import {
  accessOf,
  followLink,
  FormRefusal,
  handleForm,
  manageAddress,
} from "./(_shared)/manage.ts";
import { NO_STORE, readOwnForm } from "./(_shared)/request.ts";
import { requireTopics } from "./(_shared)/views.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const view = readManageView(ctx.url.searchParams);
    // Unknown to `ctx.url`, so that it gets into no link.
    const secret = new URL(ctx.req.url).searchParams.get("token");
    if (secret === null || await accessOf(ctx) !== "link") {
      return page(await readProps(ctx, view), { headers: NO_STORE });
    }
    return await orRefused(ctx, view, () => followLink(ctx, secret));
  },
  async POST(ctx) {
    const form = await readOwnForm(ctx);
    const shown = readManageView(ctx.url.searchParams);
    const draft = form.has("query") ? readDraft(form) : shown.draft;
    const view = { ...shown, draft, lastAction: null };
    return await orRefused(ctx, view, async () => {
      const trial = await handleForm(ctx, form, view);
      if (trial instanceof Response) return trial;
      return page(await readProps(ctx, view, { trial }), { headers: NO_STORE });
    });
  },
});

/** What `work` answers, or the page with the reason why it was refused. */
async function orRefused<T>(
  ctx: AdminContext,
  view: ManageView,
  work: () => Promise<T>,
) {
  try {
    return await work();
  } catch (error) {
    const refusal = FormRefusal.of(error);
    if (!refusal) throw error;
    const { status, shown, headers } = refusal;
    return page(await readProps(ctx, view, { error: shown }), {
      status,
      headers: { ...NO_STORE, ...headers },
    });
  }
}

export default define.page<typeof handler>(function Topics({ data }): VNode {
  return (
    <Page
      title={manageTitle(data)}
      description="The topics that are tracked: their queries, and how to add or change one."
      path="/topics"
      tabs={<TopicTabs topics={data.topics} />}
    >
      <ManageTopics {...data} />
    </Page>
  );
});

async function readProps(
  ctx: AdminContext,
  view: ManageView,
  given: Partial<Pick<ManageProps, "error" | "trial">> = {},
): Promise<ManageProps> {
  const { state } = ctx;
  const access = await accessOf(ctx);
  const [topics, readsX] = await Promise.all([
    state.listTopics({ ignored: true }),
    access === "signed-in" &&
    state.readPipeline().then(({ sources }) =>
      sources.some(({ name }) => name === "x")
    ),
  ]);
  const { error = null, trial = null } = given;
  const { edit, remove, draft } = view;
  const slug = edit ?? remove;
  if (slug !== null && error === null) requireTopics(topics, [slug]);
  return {
    access,
    topics,
    renderedAt: Date.now(),
    view,
    address: manageAddress({ edit, remove, ...draft }),
    error,
    trial,
    readsX,
    nextColor: freeColor(topics.map(({ color }) => color)),
  };
}
