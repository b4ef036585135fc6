import type { ComponentChildren, VNode } from "preact";
import type { TopicSummary } from "../../domain/topic/topic.ts";
import { TopicDot } from "../elements/Tile.tsx";
import { sourceNames } from "../elements/sources.ts";

/** Props of {@linkcode Masthead}: what its tabs show, or the tabs themselves. */
type MastheadProps =
  & {
    /** Slug of the topic that the page is about; null on the overview. */
    current: string | null;
    /** The state of the connection. */
    children: ComponentChildren;
  }
  & (TopicTabsProps | { tabs: ComponentChildren });

/** The top of every page: where one is, where one may go, whether it is alive. */
export function Masthead(props: MastheadProps): VNode {
  const { current, children } = props;
  return (
    <header class="masthead">
      <a class="brand" href="/" aria-current={current === null && "page"}>
        Freshet
      </a>
      <nav aria-label="Topics">
        {"tabs" in props ? props.tabs : (
          <TopicTabs
            topics={props.topics}
            current={current}
            rateOf={props.rateOf}
          />
        )}
      </nav>
      {children}
      <ThemeForm />
    </header>
  );
}

const WORDS = {
  auto: "as your system",
  light: "light",
  dark: "dark",
} as const;

/** Switches between looks, without script. Which one it is, the root element says: style sheets show the word for it. */
function ThemeForm(): VNode {
  return (
    <form class="theme" action="/theme" method="post">
      <button type="submit" title="Switch between light and dark">
        <span aria-hidden="true">◐</span>
        <span class="unseen">
          Theme:{" "}
          {Object.entries(WORDS).map(([theme, words]) => (
            <span key={theme} class={`is-${theme}`}>{words}</span>
          ))}
        </span>
      </button>
    </form>
  );
}

/** Props of {@linkcode TopicTabs}. */
interface TopicTabsProps {
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

/** The end of every page: what is running. */
export function Footer({ source }: { source: string }): VNode {
  return (
    <footer>
      <p>
        Source: {sourceNames(source)} · <a href="/topics">Manage topics</a> ·
        {" "}
        <a href="/pipeline">Pipeline</a> · <a href="/compare">Compare</a>
        {" · "}
        <a href="/api">API</a>
      </p>
      <p>
        Sentiment is counted from words: trust its changes more than its level.
      </p>
    </footer>
  );
}
