import type { ComponentChildren, JSX, VNode } from "preact";
import { onPlainClick, visit } from "./address.ts";

/** Props of {@linkcode VisitLink}. */
interface VisitLinkProps
  extends Omit<JSX.IntrinsicElements["a"], "href" | "onClick"> {
  /** Path and query on the same page. */
  href: string;
  children: ComponentChildren;
}

/** A link to another view of the same page, without a reload if script runs. */
export function VisitLink(
  { href, children, ...others }: VisitLinkProps,
): VNode {
  return (
    <a
      {...others}
      href={href}
      onClick={onPlainClick(() => visit(href))}
    >
      {children}
    </a>
  );
}
