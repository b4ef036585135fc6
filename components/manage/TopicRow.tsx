import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import type { TopicSummary } from "../../domain/topic/topic.ts";
import { Ago } from "../post/Ago.tsx";
import { TopicDot } from "../topic/TopicDot.tsx";

/** Props of {@linkcode TopicRow}. */
export interface TopicRowProps {
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
              , the last <Ago at={lastPostAt} renderedAt={now} /> ago
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
