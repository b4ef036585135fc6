import type { VNode } from "preact";
import { currentTopics } from "../components/live/current_topics.ts";
import { live } from "../components/live/live.ts";
import { TopicCard } from "../components/topic/TopicCard.tsx";
import { useLive } from "../components/live/use_live.ts";
import type { TopicSnapshot } from "../domain/live/snapshot.ts";
import type { TopicSummary } from "../domain/topic/topic.ts";

/** Props of {@linkcode LiveTopics}. */
export interface LiveTopicsProps {
  topics: readonly TopicSummary[];
  /** Place in the stream of events that the page was rendered at. */
  cursor: string;
  /** By slug. */
  snapshots: Readonly<Record<string, TopicSnapshot>>;
}

/** All topics side by side: those that there are now. */
export function LiveTopics(
  { topics, cursor, snapshots }: LiveTopicsProps,
): VNode {
  const rendered = new Map(Object.entries(snapshots));
  useLive(cursor, rendered);
  const isLive = live.started.value;
  const known = isLive ? live.topics.value : rendered;
  const shown = isLive ? currentTopics(known, topics) : topics;
  if (shown.length === 0) {
    return (
      <p class="quiet" role="status">
        No topics yet: add one with <code>deno task topics add QUERY</code>.
      </p>
    );
  }
  return (
    <ul class="cards">
      {shown.map((topic) => (
        <TopicCard
          key={topic.slug}
          topic={topic}
          snapshot={known.get(topic.slug) ?? null}
        />
      ))}
    </ul>
  );
}
