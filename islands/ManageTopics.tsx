import type { VNode } from "preact";
import { StatusLine } from "../components/live/StatusLine.tsx";
import { TopicForm } from "../components/manage/TopicForm.tsx";
import {
  AccessNote,
  RemoveForm,
  TopicRow,
} from "../components/manage/TopicRow.tsx";
import {
  actionMessage,
  type ManageProps,
  useTopics,
} from "../components/manage/manage.ts";

/** The page that manages topics. */
export function ManageTopics(props: ManageProps): VNode {
  const { access, view, error, address } = props;
  const { topics, now, status, hasScript } = useTopics(props);
  const isOpen = access === "signed-in";
  const leaving = isOpen &&
    topics.value.find(({ slug }) => slug === view.remove);
  const form = { ...props, draft: view.draft, hasScript: hasScript.value };
  const isNoted = error !== null && error.field === null;
  return (
    <>
      <div class="heading">
        <h1>{leaving ? `Remove ${leaving.slug}?` : "Topics"}</h1>
        {isOpen && <SignOut />}
        <StatusLine class="asof" text={status.value} />
      </div>
      {isNoted && <p class="quiet wrong" role="alert">{error.message}</p>}
      {view.lastAction && !error && (
        <p class="quiet" role="status">{actionMessage(view.lastAction)}</p>
      )}
      {leaving
        ? <RemoveForm topic={leaving} address={address} />
        : (
          <div class="columns manage">
            <ul class="rows">
              {topics.value.length === 0 && <li>No topics yet.</li>}
              {topics.value.map((topic) => (
                <li key={topic.slug}>
                  <TopicRow topic={topic} now={now.value} canEdit={isOpen} />
                  {isOpen && topic.slug === view.edit && (
                    <TopicForm {...form} topic={topic} />
                  )}
                </li>
              ))}
            </ul>
            {!isOpen && <AccessNote {...props} />}
            {isOpen && view.edit === null && (
              <section aria-labelledby="add">
                <h2 id="add">Add a topic</h2>
                <TopicForm {...form} topic={null} />
              </section>
            )}
          </div>
        )}
    </>
  );
}

function SignOut(): VNode {
  return (
    <form method="post" action="/topics">
      <button type="submit" name="do" value="sign-out">Sign out</button>
    </form>
  );
}
