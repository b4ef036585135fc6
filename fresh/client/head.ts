import { type ComponentChildren, toChildArray, type VNode } from "preact";
import { useEffect } from "preact/hooks";

/** Puts its children into the page's `<head>`; in a browser only a `<title>`. */
export function Head(
  { children }: { children?: ComponentChildren },
): ComponentChildren {
  // The server takes the children instead of calling this.
  useEffect(() => {
    for (const child of toChildArray(children) as VNode[]) {
      if (child.type !== "title") continue;
      document.title = toChildArray(child.props.children).join("");
    }
  }, [children]);
  return null;
}
