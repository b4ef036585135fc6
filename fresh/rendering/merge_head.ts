import {
  cloneElement,
  type ComponentChildren,
  isValidElement,
  toChildArray,
  type VNode,
} from "preact";

/** The children of a `<head>` after pages have put theirs in or in place of them. */
export function mergeHead(
  children: ComponentChildren,
  extra: readonly VNode[],
): ComponentChildren {
  const merged = new Map<unknown, ComponentChildren>();
  for (const child of toChildArray(children)) {
    merged.set(identify(child), child);
  }
  for (const child of extra) {
    merged.set(
      identify(child),
      child.key == null
        ? child
        : cloneElement(child, { "data-key": String(child.key) } as object),
    );
  }
  return [...merged.values()];
}

/** Equal for elements of which a page can have only one. */
function identify(child: unknown): unknown {
  if (!isValidElement(child) || typeof child.type !== "string") return child;
  if (child.key != null) return `key ${child.key}`;
  if (child.type === "title") return "title";
  const { content: _content, href: _href, children, ...rest } = child
    .props as Record<string, unknown>;
  return JSON.stringify([child.type, rest, children]);
}
