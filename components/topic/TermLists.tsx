import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import type { PostChoice } from "../../domain/post/post_choice.ts";
import type { TermKind } from "../../domain/post/term.ts";
import { withParams } from "../../domain/request/with_params.ts";
import { termText } from "../../domain/sentiment/term_text.ts";
import { VisitLink } from "../address/VisitLink.tsx";
import { termWords } from "../elements/terms.ts";
import { ChangeMark } from "./ChangeMark.tsx";
import { languageName } from "./language_name.ts";
import type { TermRow } from "./terms_view.ts";

/** Terms that a list shows; its height is kept free for so many. */
const SHOWN = 10;

/** Props of {@linkcode TermList}. */
interface TermListProps {
  kind: TermKind;
  /** Most frequent first; undefined until they are known. */
  rows: readonly TermRow[] | undefined;
  /** What the page shows. */
  address: string;
  /** What of the posts is chosen. */
  choice: PostChoice;
}

/** The most frequent terms of a kind; each is a link that shows only the posts that hold it, or all again. */
export function TermList(
  { kind, rows, address, choice }: TermListProps,
): VNode {
  const most = Math.max(1, rows?.[0]?.count ?? 0);
  const tone = kind === "positive" || kind === "negative" ? kind : "posts";
  return (
    <>
      {!rows?.length && <p class="note">{rows ? "None yet" : "Reading…"}</p>}
      <ol class={kind === "emoji" ? "terms emoji" : "terms"}>
        {rows?.slice(0, SHOWN).map(({ term, count, before }) => {
          const isOn = isChosen(kind, term, choice);
          const words = termWords({ kind, term });
          return (
            <li key={term}>
              <VisitLink
                href={hrefOf(kind, term, isOn, address)}
                aria-current={isOn ? "true" : "false"}
                title={isOn ? "Show other posts too" : `Show only: ${words}`}
              >
                <span class="word" dir="auto">{nameOf(kind, term)}</span>
                <svg class="meter" aria-hidden="true">
                  <rect
                    class={tone}
                    width={`${Math.round(100 * count / most)}%`}
                    height="100%"
                  />
                </svg>
                <span class="count">
                  {formatCount(count)}
                  <span class="unseen">{count === 1 ? " post" : " posts"}</span>
                </span>
                <ChangeMark count={count} before={before} />
              </VisitLink>
            </li>
          );
        })}
      </ol>
    </>
  );
}

function isChosen(kind: TermKind, term: string, choice: PostChoice): boolean {
  return kind === "lang"
    ? choice.lang === term
    : choice.term?.kind === kind && choice.term.term === term;
}

function hrefOf(
  kind: TermKind,
  term: string,
  isOn: boolean,
  address: string,
): string {
  const change = kind === "lang"
    ? { lang: isOn ? null : term }
    : { term: isOn ? null : termText({ kind, term }) };
  return withParams(address, { ...change, before: null });
}

function nameOf(kind: TermKind, term: string): string {
  switch (kind) {
    case "hashtag":
      return `#${term}`;
    case "mention":
      return `@${term}`;
    case "lang":
      return languageName(term);
    default:
      return term;
  }
}
