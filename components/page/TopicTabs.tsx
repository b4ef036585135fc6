import type { ComponentChildren, VNode } from "preact";
import type { TopicSummary } from "../../domain/topic/topic.ts";
import { TopicDot } from "../topic/TopicDot.tsx";

/** Props of {@linkcode TopicTabs}. */
export interface TopicTabsProps {
  topics: readonly TopicSummary[];
  /** Slug of the topic that the page is about; null on the overview. */
  current: string | null;
  /** What stands behind a topic's name in its tab, such as its rate. */
  rateOf: (slug: string) => ComponentChildren;
}

/** The way to each topic. */
export function TopicTabs({ topics, current, rateOf }: TopicTabsProps): VNode {
  return (
    <ul class="tabs">
      {topics.map(({ slug, color, active }) => (
        <li key={slug}>
          <a
            href={`/t/${encodeURIComponent(slug)}`}
            aria-current={slug === current && "page"}
          >
            <TopicDot color={color} /> {slug}
            <span class="rate">{active ? rateOf(slug) : "paused"}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
