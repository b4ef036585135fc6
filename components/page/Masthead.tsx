import type { ComponentChildren, VNode } from "preact";
import type { TopicSummary } from "../../domain/topic/topic.ts";
import { TopicDot } from "../topic/TopicDot.tsx";

/** Props of {@linkcode Masthead}. */
export interface MastheadProps {
  topics: readonly TopicSummary[];
  /** Slug of the topic that the page is about; null on the overview. */
  current: string | null;
  /** What stands behind a topic's name in its tab, such as its rate. */
  rateOf: (slug: string) => ComponentChildren;
  /** The state of the connection. */
  children: ComponentChildren;
}

/** The top of every page: where one is, where one may go, whether it is alive. */
export function Masthead(
  { topics, current, rateOf, children }: MastheadProps,
): VNode {
  return (
    <header class="masthead">
      <a class="brand" href="/" aria-current={current === null && "page"}>
        Freshet
      </a>
      <nav aria-label="Topics">
        <ul class="tabs">
          {topics.map(({ slug, color, active }) => (
            <li key={slug}>
              <a
                href={`/t/${encodeURIComponent(slug)}`}
                aria-current={slug === current && "page"}
              >
                <TopicDot color={color} /> {slug}
                <span class="rate">{active ? rateOf(slug) : "stopped"}</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </header>
  );
}
