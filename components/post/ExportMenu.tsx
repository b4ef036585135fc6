import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { usePopover } from "../elements/Choices.tsx";
import { later } from "../elements/later.tsx";
import type { ExportLinksProps } from "./ExportLinks.tsx";

const ExportLinks = await later(async () =>
  (await import("./ExportLinks.tsx")).ExportLinks
);

/** A menu of links that export the posts of the page. */
export function ExportMenu(props: ExportLinksProps): VNode {
  const details = usePopover();
  // It stays once it is there: an export goes on when the menu is closed.
  const isNeeded = useSignal(!globalThis.document);
  return (
    <details
      class="export"
      ref={details}
      onToggle={() => isNeeded.value = true}
    >
      <summary>Export</summary>
      {isNeeded.value && <ExportLinks {...props} />}
    </details>
  );
}
