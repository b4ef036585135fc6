import type { VNode } from "preact";
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

/** All topics side by side. */
export function LiveTopics(
  { topics, cursor, snapshots }: LiveTopicsProps,
): VNode {
  const rendered = new Map(Object.entries(snapshots));
  useLive(cursor, rendered);
  return (
    <ul class="cards">
      {topics.map((topic) => (
        <TopicCard
          key={topic.slug}
          topic={topic}
          snapshot={live.topics.value.get(topic.slug) ??
            rendered.get(topic.slug) ?? null}
        />
      ))}
    </ul>
  );
}
