import { useSignal } from "@preact/signals";
import type { ComponentChildren, RefObject, VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { VisitLink } from "../address/VisitLink.tsx";

/** Props of {@linkcode Choices}. */
interface ChoicesProps<T extends string> {
  label: string;
  chosen: T;
  /** Label of each value, in order. */
  labels: Readonly<Record<T, string>>;
  /** Address of the same page with a value. */
  addressOf: (value: T) => string;
}

/** A choice between a few values, as links. */
export function Choices<T extends string>(
  { label, chosen, labels, addressOf }: ChoicesProps<T>,
): VNode {
  return (
    <nav class="choices" aria-label={label}>
      <span class="note" aria-hidden="true">{label}</span>
      {(Object.keys(labels) as T[]).map((value) => (
        <VisitLink
          key={value}
          href={addressOf(value)}
          aria-current={value === chosen ? "true" : "false"}
        >
          {labels[value]}
        </VisitLink>
      ))}
    </nav>
  );
}

/** A floating panel, whose content browsers render once it was opened. */
export function Popover(
  { class: name, label, summary, children }: {
    class: string;
    /** What the summary is called. */
    label: string;
    summary: string;
    children: ComponentChildren;
  },
): VNode {
  const details = usePopover();
  const isNeeded = useSignal(!globalThis.document);
  return (
    <details
      class={name}
      ref={details}
      onToggle={() => isNeeded.value = true}
    >
      <summary aria-label={label}>{summary}</summary>
      {isNeeded.value && <div class="popover">{children}</div>}
    </details>
  );
}

/** For a floating `<details>`: closes it on Esc and when something else is pressed or focused. */
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
