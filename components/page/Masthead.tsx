import type { ComponentChildren, VNode } from "preact";
import type { TopicSummary } from "../../domain/topic/topic.ts";
import { TopicDot } from "../elements/Tile.tsx";
import { sourceNames } from "../elements/labels.ts";

/** Props of {@linkcode Masthead}. */
interface MastheadProps {
  /** Links to the topics. */
  tabs: ComponentChildren;
  /** Path of the page, if it is none of a topic. */
  path?: PagePath | undefined;
  /** The state of the connection. */
  children?: ComponentChildren;
}

/** The pages that are about all topics. */
const PAGES = {
  "/": "Overview",
  "/compare": "Compare",
  "/topics": "Topics",
  "/pipeline": "Pipeline",
  "/method": "Method",
  "/api": "API",
} as const;

/** The path of a page about all topics. */
export type PagePath = keyof typeof PAGES;

/** The header of every page: navigation, the state of the connection, and the theme. */
export function Masthead({ tabs, path, children }: MastheadProps): VNode {
  return (
    <header class="masthead">
      <a class="brand" href="/" aria-current={false}>Freshet</a>
      <nav aria-label="Topics">{tabs}</nav>
      <nav aria-label="Pages" class="pages">
        {Object.entries(PAGES).map(([href, name]) => (
          <a
            key={href}
            href={href}
            aria-current={href === path && "page"}
          >
            {name}
          </a>
        ))}
      </nav>
      {children}
      <ThemeForm />
    </header>
  );
}

const THEMES = {
  auto: "as your system",
  light: "light",
  dark: "dark",
} as const;

/** Switches the theme, without script. The root element has the current one; style sheets show its name. */
function ThemeForm(): VNode {
  return (
    <form class="theme" action="/theme" method="post">
      <button type="submit" title="Switch between light and dark">
        <span aria-hidden="true">◐</span>
        <span class="unseen">
          Theme:{" "}
          {Object.entries(THEMES).map(([theme, name]) => (
            <span key={theme} class={`is-${theme}`}>{name}</span>
          ))}
        </span>
      </button>
    </form>
  );
}

/** Props of {@linkcode TopicTabs}. */
interface TopicTabsProps {
  topics: readonly TopicSummary[];
  /** Slug of the page's topic, if it has one. */
  current?: string | null;
  /** What follows a topic's name in its tab. */
  rateOf?: (slug: string) => ComponentChildren;
}

/** Links to all topics. */
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
            <span class="rate">{active ? rateOf?.(slug) : "paused"}</span>
          </a>
        </li>
      ))}
      <li>
        <a href="/topics" title="Add a topic">+ Topic</a>
      </li>
    </ul>
  );
}

/** The footer of every page. */
export function Footer({ source }: { source: string }): VNode {
  return (
    <footer>
      <p>
        Source: {sourceNames(source)}
      </p>
      <p>
        Trust changes of mood more than its level:{" "}
        <a href="/method">how it is measured</a>
      </p>
    </footer>
  );
}
