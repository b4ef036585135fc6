import type { ComponentChildren, JSX, VNode } from "preact";
import { visit } from "./visit.ts";

/** Props of {@linkcode VisitLink}. */
export interface VisitLinkProps
  extends Omit<JSX.IntrinsicElements["a"], "href" | "onClick"> {
  /** Path and query on the same page. */
  href: string;
  children: ComponentChildren;
}

/** A link to another view of the same page: shown without a reload where script runs. */
export function VisitLink(
  { href, children, ...others }: VisitLinkProps,
): VNode {
  return (
    <a
      {...others}
      href={href}
      onClick={(event) => {
        if (isMeantForBrowser(event)) return;
        event.preventDefault();
        visit(href);
      }}
    >
      {children}
    </a>
  );
}

/** Whether it asks for a new tab, a window or a download. */
function isMeantForBrowser(event: MouseEvent): boolean {
  return event.button !== 0 || event.metaKey || event.ctrlKey ||
    event.shiftKey || event.altKey;
}
