import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { later, useOpen } from "../elements/later.tsx";
import type { SnippetsProps } from "./Snippets.tsx";

const Snippets = await later(async () =>
  (await import("./Snippets.tsx")).Snippets
);

/** Offers the charts of this page to other pages. */
export function EmbedSnippet(props: SnippetsProps): VNode {
  const details = useRef<HTMLDetailsElement>(null);
  const { isOpen, onToggle } = useOpen(details);
  return (
    <details class="snippet" ref={details} onToggle={onToggle}>
      <summary>Embed</summary>
      {isOpen.value && <Snippets {...props} />}
    </details>
  );
}
