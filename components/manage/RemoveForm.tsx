import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import type { TopicSummary } from "../../domain/topic/topic.ts";

/** Props of {@linkcode RemoveForm}. */
export interface RemoveFormProps {
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
