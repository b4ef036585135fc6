import type { VNode } from "preact";
import { formatCount } from "../../domain/format/numbers.ts";
import type { TopicSummary } from "../../domain/topic/topic.ts";
import { TopicDot } from "../elements/Tile.tsx";
import { RelativeTime } from "../elements/RelativeTime.tsx";
import type { ManageProps } from "./manage.ts";
import { Field } from "./TopicForm.tsx";

interface TopicRowProps {
  topic: TopicSummary;
  /** By the server's clock, in epoch milliseconds. */
  now: number;
  canEdit: boolean;
}

/** A topic in the list, with its actions. */
export function TopicRow({ topic, now, canEdit }: TopicRowProps): VNode {
  const { slug, query, color, active, posts, lastPostAt } = topic;
  return (
    <>
      <h3>
        <a href={`/t/${encodeURIComponent(slug)}`}>
          <TopicDot color={color} /> {slug}
        </a>
      </h3>
      <div>
        <p dir="auto">{query}</p>
        <p class="note">
          {active ? "Tracking" : <b class="negative">Paused</b>} ·{" "}
          <span data-total={posts}>{formatCount(posts)}</span> posts
          {lastPostAt && (
            <>
              , latest: <RelativeTime at={lastPostAt} renderedAt={now} />
            </>
          )}
        </p>
      </div>
      {canEdit && <Actions slug={slug} active={active} />}
    </>
  );
}

function Actions(
  { slug, active }: Pick<TopicSummary, "slug" | "active">,
): VNode {
  const named = encodeURIComponent(slug);
  const name = <span class="unseen">{slug}</span>;
  return (
    <form method="post" action="/topics" class="actions">
      <input type="hidden" name="slug" value={slug} />
      <a class="button" href={`/topics?edit=${named}`}>Edit {name}</a>
      <button type="submit" name="do" value={active ? "pause" : "resume"}>
        {active ? "Pause" : "Resume"} {name}
      </button>
      <a class="button" href={`/topics?remove=${named}`}>Remove {name}</a>
    </form>
  );
}

/** Replaces the forms for clients that may not change topics. */
export function AccessNote(
  { access, address, error }: Pick<ManageProps, "access" | "address" | "error">,
): VNode {
  if (access === "read-only") {
    return (
      <section aria-labelledby="access">
        <h2 id="access">Read-only</h2>
        <p>
          To change topics here, start the server with <code>ADMIN_TOKEN</code>
          {" "}
          set. In its folder this always works:
        </p>
        <TopicCommand />
      </section>
    );
  }
  if (access === "link") {
    return (
      <section aria-labelledby="access">
        <h2 id="access">Change topics</h2>
        {error && <p class="wrong" role="alert">{error.message}.</p>}
        <p>
          Open the link that the terminal shows, where Freshet was started. Or
          type there, in its folder:
        </p>
        <TopicCommand />
      </section>
    );
  }
  return (
    <section aria-labelledby="access">
      <h2 id="access">Sign in to change topics</h2>
      <SignInForm address={address} error={error} />
    </section>
  );
}

function TopicCommand(): VNode {
  return (
    <pre><code>
      npx -y deno@2.9.6 task topics add 'climate=climate OR warming'
    </code></pre>
  );
}

/** Asks for the token. */
export function SignInForm(
  { address, error }: Pick<ManageProps, "address" | "error">,
): VNode {
  const isWrong = error?.field === "token";
  return (
    <form method="post" action={address} class="form">
      <Field id="token" label="Token" error={isWrong ? error : null}>
        <input
          id="token"
          name="token"
          type="password"
          required
          autocomplete="current-password"
          autofocus={isWrong}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? "token-wrong" : "token-rule"}
        />
        <p id="token-rule" class="note">
          The server's <code>ADMIN_TOKEN</code>.
        </p>
      </Field>
      <p>
        <button type="submit" name="do" value="sign-in">Sign in</button>
      </p>
    </form>
  );
}

/** Confirms the removal of a topic, and asks whether to delete its posts. */
export function RemoveForm(
  { topic, address }: { topic: TopicSummary; address: string },
): VNode {
  const { slug, posts } = topic;
  const count = `${formatCount(posts)} ${posts === 1 ? "post" : "posts"}`;
  return (
    <form method="post" action={address} class="form">
      <fieldset>
        <legend>
          It has <b>{count}</b>. What should happen to them?
        </legend>
        <label>
          <input type="radio" name="purge" value="0" defaultChecked />
          <span>
            Keep the posts (hidden). Creating a topic with the same name brings
            them back.
          </span>
        </label>
        <label>
          <input type="radio" name="purge" value="1" />
          <span>Delete the posts permanently. Many posts take a while.</span>
        </label>
      </fieldset>
      <p class="actions">
        <button type="submit" name="do" value="remove">Remove {slug}</button>
        <a class="button" href="/topics">Cancel</a>
      </p>
    </form>
  );
}
