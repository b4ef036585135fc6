import type { ComponentChildren, VNode } from "preact";

/** A link that a post holds: whoever wrote it, we do not vouch for it. */
export function WebLink(
  { href, children }: { href: string; children: ComponentChildren },
): VNode {
  return <a href={href} rel="noopener noreferrer nofollow ugc">{children}</a>;
}
