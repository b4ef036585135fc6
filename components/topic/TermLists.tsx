import type { ReadonlySignal } from "@preact/signals";
import type { VNode } from "preact";
import { formatCount } from "../../domain/format/numbers.ts";
import type { WindowTerms } from "../../domain/live/snapshot.ts";
import type { PostFilter } from "../../domain/post/search.ts";
import type { TermKind } from "../../domain/post/term.ts";
import {
  LIST_KINDS,
  type ListKind,
  listKind,
  withParams,
} from "../../domain/request/parameters.ts";
import { readViewFilter } from "../../domain/request/posts.ts";
import { readPageRange } from "../../domain/request/range.ts";
import { termsSpan } from "../../domain/request/terms.ts";
import { termText } from "../../domain/sentiment/terms.ts";
import { VisitLink } from "../address/VisitLink.tsx";
import { address as shownAddress, onPlainClick } from "../address/address.ts";
import { describeTerm, languageName } from "../elements/terms.ts";
import { type TermRow, type TermsView, useTerms } from "./terms.ts";

const WORDS = [
  ["positive", "Positive words"],
  ["negative", "Negative words"],
] as const;

/** Props of {@linkcode WordLists}. */
interface WordListsProps {
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

const NAMES: Readonly<Record<ListKind, string>> = {
  hashtag: "Hashtags",
  mention: "Mentions",
  link: "Sites",
  emoji: "Emoji",
  lang: "Languages",
};

/** Props of {@linkcode ListTabs}. */
interface ListTabsProps {
  /** What the page shows. */
  address: string;
  chosen: ListKind;
  /** Id of the element that shows the list. */
  panel: string;
}

/** Choice of a list: links without script, tabs that arrow keys move along with it. */
function ListTabs({ address, chosen, panel }: ListTabsProps): VNode {
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
        const matchesFilter = kind === chosen;
        return (
          <li key={kind} role={isLive ? "presentation" : undefined}>
            <a
              id={`tab-${kind}`}
              href={withParams(address, { list: kind })}
              {...(isLive
                ? {
                  role: "tab",
                  "aria-selected": matchesFilter,
                  "aria-controls": panel,
                  tabIndex: matchesFilter ? 0 : -1,
                }
                : { "aria-current": matchesFilter ? "true" : "false" })}
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
  choice: PostFilter;
}

/** The most frequent terms of a kind; each is a link that shows only the posts that hold it, or all again. */
function TermList(
  { kind, rows, address, choice }: TermListProps,
): VNode {
  const most = Math.max(1, rows?.[0]?.count ?? 0);
  const tone = kind === "positive" || kind === "negative" ? kind : "posts";
  return (
    <>
      {!rows?.length && <p class="note">{rows ? "None yet" : "Reading…"}</p>}
      <ol class={kind === "emoji" ? "terms emoji" : "terms"}>
        {rows?.slice(0, SHOWN).map(({ term, count, before }) => {
          const isOn = matchesFilter(kind, term, choice);
          const words = describeTerm({ kind, term });
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

function matchesFilter(
  kind: TermKind,
  term: string,
  choice: PostFilter,
): boolean {
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

/** Props of {@linkcode ChangeMark}. */
interface ChangeMarkProps {
  count: number;
  /** In the span of the same length before, if there is something to compare with. */
  before: number | null | undefined;
}

/** How many more or fewer posts hold a term than before, as a sign and in words. */
function ChangeMark({ count, before }: ChangeMarkProps): VNode {
  if (before === undefined || before === null) return <span class="change" />;
  if (before === 0) return <span class="change">new</span>;
  const size = formatCount(Math.abs(count - before));
  if (count === before) {
    return <Mark sign="=" words="as many as before" />;
  }
  return count > before
    ? <Mark sign={`↑\u00a0${size}`} words={`${size} more than before`} />
    : <Mark sign={`↓\u00a0${size}`} words={`${size} fewer than before`} />;
}

function Mark({ sign, words }: { sign: string; words: string }): VNode {
  return (
    <span class="change">
      <span aria-hidden="true">{sign}</span>
      <span class="unseen">, {words}</span>
    </span>
  );
}
