import type { VNode } from "preact";
import { LIST_KINDS, type ListKind } from "../../domain/request/list_kind.ts";
import { withParams } from "../../domain/request/with_params.ts";
import { address as shownAddress } from "../address/address.ts";
import { onPlainClick } from "./on_plain_click.ts";

const NAMES: Readonly<Record<ListKind, string>> = {
  hashtag: "Hashtags",
  mention: "Mentions",
  link: "Sites",
  emoji: "Emoji",
  lang: "Languages",
};

/** Props of {@linkcode ListTabs}. */
export interface ListTabsProps {
  /** What the page shows. */
  address: string;
  chosen: ListKind;
  /** Id of the element that shows the list. */
  panel: string;
}

/** Choice of a list: links without script, tabs that arrow keys move along with it. */
export function ListTabs({ address, chosen, panel }: ListTabsProps): VNode {
  const isLive = shownAddress.value !== "";

  function choose(kind: ListKind): void {
    const href = withParams(address, { list: kind });
    history.replaceState(history.state, "", href);
    shownAddress.value = href;
    document.getElementById(`tab-${kind}`)?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const to = step(event.key, LIST_KINDS.indexOf(chosen));
    if (to === null) return;
    event.preventDefault();
    choose(LIST_KINDS.at(to % LIST_KINDS.length)!);
  }

  return (
    <ul
      class="list-tabs"
      role={isLive ? "tablist" : undefined}
      aria-label="Lists"
    >
      {LIST_KINDS.map((kind) => {
        const isChosen = kind === chosen;
        return (
          <li key={kind} role={isLive ? "presentation" : undefined}>
            <a
              id={`tab-${kind}`}
              href={withParams(address, { list: kind })}
              {...(isLive
                ? {
                  role: "tab",
                  "aria-selected": isChosen,
                  "aria-controls": panel,
                  tabIndex: isChosen ? 0 : -1,
                }
                : { "aria-current": isChosen ? "true" : "false" })}
              onKeyDown={onKeyDown}
              onClick={onPlainClick(() => choose(kind))}
            >
              {NAMES[kind]}
            </a>
          </li>
        );
      })}
    </ul>
  );
}

/** Where a key leads from a place in the row; null: nowhere. */
function step(key: string, from: number): number | null {
  switch (key) {
    case "ArrowRight":
      return from + 1;
    case "ArrowLeft":
      return from - 1;
    case "Home":
      return 0;
    case "End":
      return -1;
    default:
      return null;
  }
}
