import type { VNode } from "preact";
import { formatCount } from "../../domain/format/numbers.ts";
import type { TopicSummary } from "../../domain/topic/topic.ts";
import { TopicDot } from "../elements/Tile.tsx";
import { RelativeTime } from "../elements/RelativeTime.tsx";
import type { ManageProps } from "./manage.ts";

/** Props of {@linkcode TopicRow}. */
interface TopicRowProps {
  topic: TopicSummary;
  /** By the server's clock, in epoch milliseconds. */
  now: number;
  /** Whether there are ways to change it. */
  isOpen: boolean;
}

/** One topic of the list: what it is, how it does, what can be done with it. */
export function TopicRow({ topic, now, isOpen }: TopicRowProps): VNode {
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
          {active ? "tracked" : <b class="negative">paused</b>} ·{" "}
          <span data-total={posts}>{formatCount(posts)}</span> posts
          {lastPostAt && (
            <>
              , the last <RelativeTime at={lastPostAt} renderedAt={now} /> ago
            </>
          )}
        </p>
      </div>
      {isOpen && <Actions slug={slug} active={active} />}
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

/** What stands in place of the forms for who may change nothing yet. */
export function AccessNote(
  { access, address, error }: Pick<ManageProps, "access" | "address" | "error">,
): VNode {
  if (access === "read-only") {
    return (
      <section aria-labelledby="access">
        <h2 id="access">Read-only</h2>
        <p>
          Topics can be changed here once the server is started with{" "}
          <code>ADMIN_TOKEN</code>; and with <code>deno task topics</code>{" "}
          at any time.
        </p>
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

/** Asks for the token that lets its holder change topics. */
function SignInForm(
  { address, error }: Pick<ManageProps, "address" | "error">,
): VNode {
  const isWrong = error?.field === "token";
  return (
    <form method="post" action={address} class="form">
      <div class="field">
        <label for="token">Token</label>
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
          The value of <code>ADMIN_TOKEN</code>{" "}
          that the server was started with.
        </p>
        {isWrong && <p id="token-wrong" class="wrong">{error.message}</p>}
      </div>
      <p>
        <button type="submit" name="do" value="sign-in">Sign in</button>
      </p>
    </form>
  );
}

/** Props of {@linkcode RemoveForm}. */
interface RemoveFormProps {
  topic: TopicSummary;
  /** Where the form is sent to. */
  address: string;
}

/** Asks whether a topic is really to go, and what becomes of its posts. */
export function RemoveForm({ topic, address }: RemoveFormProps): VNode {
  const { slug, posts } = topic;
  const count = `${formatCount(posts)} ${posts === 1 ? "post" : "posts"}`;
  return (
    <form method="post" action={address} class="form">
      <fieldset>
        <legend>
          It holds <b>{count}</b>. What becomes of them?
        </legend>
        <label>
          <input type="radio" name="purge" value="0" checked />
          <span>
            Keep them: nobody sees them, and they come back with a topic of the
            name {slug}
          </span>
        </label>
        <label>
          <input type="radio" name="purge" value="1" />
          <span>Delete them for good; of many posts this takes a while</span>
        </label>
      </fieldset>
      <p class="actions">
        <button type="submit" name="do" value="remove">Remove {slug}</button>
        <a class="button" href="/topics">Cancel</a>
      </p>
    </form>
  );
}
