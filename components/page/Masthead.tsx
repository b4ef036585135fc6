import type { ComponentChildren, VNode } from "preact";
import { ThemeForm } from "./ThemeForm.tsx";
import { TopicTabs, type TopicTabsProps } from "./TopicTabs.tsx";

/** Props of {@linkcode Masthead}: what its tabs show, or the tabs themselves. */
export type MastheadProps =
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
