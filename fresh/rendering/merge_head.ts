import { type ComponentChild, isValidElement, toChildArray } from "preact";
import type { ComponentChildren } from "preact";

/** The children of `<head>`, with those that pages want there added or in place of them. */
export function mergeHead(
  children: ComponentChildren,
  extra: readonly ComponentChild[],
): ComponentChildren {
  const all = [...toChildArray(children), ...extra];
  return [...new Map(all.map((child) => [identify(child), child])).values()];
}

/** Equal for elements of which a page can have only one. */
function identify(child: ComponentChild): unknown {
  if (!isValidElement(child) || typeof child.type !== "string") return child;
  const { type, key, props } = child;
  if (key != null) return `key ${key}`;
  if (type === "title") return type;
  return JSON.stringify([type, { ...props, content: null, href: null }]);
}
