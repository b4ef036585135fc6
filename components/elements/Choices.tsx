import type { RefObject, VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { VisitLink } from "../address/VisitLink.tsx";

/** Props of {@linkcode Choices}. */
interface ChoicesProps<T extends string> {
  /** What is chosen, such as `Order`. */
  label: string;
  chosen: T;
  /** What each value is called, in order. */
  words: Readonly<Record<T, string>>;
  /** Where a value's link leads, on the same page. */
  addressOf: (value: T) => string;
}

/** A choice of a few, as links. */
export function Choices<T extends string>(
  { label, chosen, words, addressOf }: ChoicesProps<T>,
): VNode {
  return (
    <nav class="choices" aria-label={label}>
      <span class="note" aria-hidden="true">{label}</span>
      {(Object.keys(words) as T[]).map((value) => (
        <VisitLink
          key={value}
          href={addressOf(value)}
          aria-current={value === chosen ? "true" : "false"}
        >
          {words[value]}
        </VisitLink>
      ))}
    </nav>
  );
}

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
