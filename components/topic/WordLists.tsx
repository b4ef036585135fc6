import type { ReadonlySignal } from "@preact/signals";
import type { VNode } from "preact";
import type { WindowTerms } from "../../domain/live/snapshot.ts";
import { listKind } from "../../domain/request/list_kind.ts";
import { readViewFilter } from "../../domain/request/posts.ts";
import { readPageRange } from "../../domain/request/range.ts";
import { termsSpan } from "../../domain/request/terms.ts";
import { address as shownAddress } from "../address/address.ts";
import { ListTabs } from "./ListTabs.tsx";
import { TermList } from "./TermLists.tsx";
import { useTerms } from "./terms.ts";
import type { TermsView } from "./terms_view.ts";

const WORDS = [
  ["positive", "Positive words"],
  ["negative", "Negative words"],
] as const;

/** Props of {@linkcode WordLists}. */
export interface WordListsProps {
  slug: string;
  /** What the page shows. */
  address: ReadonlySignal<string>;
  view: TermsView;
  /** What the live stream tells of the live window. */
  words: ReadonlySignal<WindowTerms>;
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
}

/** What the posts are about: the words behind the mood side by side, and a choice of other terms. */
export function WordLists(
  { slug, address, view, words, renderedAt }: WordListsProps,
): VNode {
  const terms = useTerms(slug, address, view, words).value;
  const now = address.value;
  const params = new URLSearchParams(now.split("?")[1]);
  const choice = readViewFilter(params);
  const kind = listKind(now);
  const span = termsSpan(readPageRange(params, renderedAt), renderedAt);
  const isLive = shownAddress.value !== "";
  const list = { address: now, choice };
  return (
    <div class="lists">
      <div class="word-lists">
        {WORDS.map(([kind, name]) => (
          <section key={kind} id={`${kind}-words`} class="words">
            <h2>
              {name} <small>posts, {span.words}</small>
            </h2>
            <TermList kind={kind} rows={terms[kind]} {...list} />
          </section>
        ))}
      </div>
      <ListTabs address={now} chosen={kind} panel="terms" />
      <div
        id="terms"
        class="words"
        role={isLive ? "tabpanel" : undefined}
        aria-labelledby={isLive ? `tab-${kind}` : undefined}
      >
        <TermList kind={kind} rows={terms[kind]} {...list} />
      </div>
      <p class="note">
        Posts that hold it, {span.words}
        {span.before && <>; ↑ ↓ against {span.before}</>}
      </p>
    </div>
  );
}
