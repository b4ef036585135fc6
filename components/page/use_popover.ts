import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** For a `<details>` that floats above the page: Esc closes it, and so does a press or the focus elsewhere. */
export function usePopover(): RefObject<HTMLDetailsElement> {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const element = details.current!;
    const leave = ({ target }: Event) => {
      if (!element.contains(target as Node)) element.open = false;
    };
    for (const type of ["pointerdown", "focusin"]) {
      document.addEventListener(type, leave, { signal });
    }
    element.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape" || !element.open) return;
      element.open = false;
      element.querySelector("summary")!.focus();
    }, { signal });
    return () => stop.abort();
  }, []);
  return details;
}
