import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";

/** Nothing, until something is clicked. */
export default function Late(): VNode | null {
  const [isClicked, setClicked] = useState(false);
  useEffect(() => {
    document.addEventListener("click", () => setClicked(true), { once: true });
  }, []);
  return isClicked ? <i>late</i> : null;
}
