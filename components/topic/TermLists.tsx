import type { ReadonlySignal } from "@preact/signals";
import type { VNode } from "preact";
import {
  type ListKind,
  listKind,
  withParams,
} from "../../domain/request/address.ts";
import { formatCount } from "../../domain/format/numbers.ts";
import type { WindowTerms } from "../../domain/live/snapshot.ts";
import { LIST_KINDS, type TermKind, termText } from "../../domain/post/post.ts";
import { hasFilter, type PostFilter } from "../../domain/post/search.ts";
import { readViewFilter } from "../../domain/request/posts.ts";
import { readPageRange } from "../../domain/request/range.ts";
import { termsSpan } from "../../domain/request/terms.ts";
import { VisitLink } from "../address/VisitLink.tsx";
import { address as shownAddress, onPlainClick } from "../address/address.ts";
import { describeTerm, languageName } from "../elements/labels.ts";
import { type TermRow, type TermsView, useTerms } from "./terms.ts";

const WORD_LISTS = [
  ["positive", "Positive words"],
  ["negative", "Negative words"],
] as const;

/** Props of {@linkcode WordLists}. */
interface WordListsProps {
  slug: string;
  /** Path and query of the page. */
  address: ReadonlySignal<string>;
  view: TermsView;
  /** Words of the live window, from the live stream. */
  words: ReadonlySignal<WindowTerms>;
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
}

/** The most frequent positive and negative words, and tabs of other terms. */
export function WordLists(
  { slug, address, view, words, renderedAt }: WordListsProps,
): VNode {
  const terms = useTerms(slug, address, view, words).value;
  const now = address.value;
  const params = new URLSearchParams(now.split("?")[1]);
  const filter = readViewFilter(params);
  const kind = listKind(now);
  const span = termsSpan(readPageRange(params, renderedAt), renderedAt);
  const isLive = shownAddress.value !== "";
  const list = {
    address: now,
    filter,
    empty: span.everySeconds === null ? "None in this range" : "None yet",
  };
  return (
    <>
      <div class="word-lists">
        {WORD_LISTS.map(([kind, name]) => (
          <section key={kind} id={`${kind}-words`} class="words">
            <h2>
              {name} <small>posts, {span.words}</small>
            </h2>
            <TermList kind={kind} rows={terms[kind]} {...list} />
          </section>
        ))}
      </div>
      <ListTabs address={now} selected={kind} />
      <div
        id={PANEL}
        class="words"
        role={isLive ? "tabpanel" : undefined}
        aria-labelledby={isLive ? `tab-${kind}` : undefined}
      >
        <TermList kind={kind} rows={terms[kind]} {...list} />
      </div>
      <p class="note">
        Posts containing it, {span.words}
        {hasFilter(filter)
          ? ", of those that match the filters (the newest 5,000 at most)"
          : span.before && <>; ↑ ↓ change from {span.before}</>}
      </p>
    </>
  );
}

/** Id of the element that shows the selected list. */
const PANEL = "terms";

const NAMES: Readonly<Record<ListKind, string>> = {
  hashtag: "Hashtags",
  mention: "Mentions",
  link: "Sites",
  emoji: "Emoji",
  lang: "Languages",
};

/** Links to the lists; with scripts they are tabs for arrow keys. */
function ListTabs(
  { address, selected }: { address: string; selected: ListKind },
): VNode {
  const isLive = shownAddress.value !== "";

  function select(kind: ListKind): void {
    const href = withParams(address, { list: kind });
    history.replaceState(history.state, "", href);
    shownAddress.value = href;
    document.getElementById(`tab-${kind}`)?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const to = nextTab(event.key, LIST_KINDS.indexOf(selected));
    if (to === null) return;
    event.preventDefault();
    select(LIST_KINDS.at(to % LIST_KINDS.length)!);
  }

  return (
    <ul
      class="list-tabs"
      role={isLive ? "tablist" : undefined}
      aria-label="Lists"
    >
      {LIST_KINDS.map((kind) => {
        const isSelected = kind === selected;
        return (
          <li key={kind} role={isLive ? "presentation" : undefined}>
            <a
              id={`tab-${kind}`}
              href={withParams(address, { list: kind })}
              {...(isLive
                ? {
                  role: "tab",
                  "aria-selected": isSelected,
                  "aria-controls": PANEL,
                  tabIndex: isSelected ? 0 : -1,
                }
                : { "aria-current": isSelected ? "true" : "false" })}
              onKeyDown={onKeyDown}
              onClick={onPlainClick(() => select(kind))}
            >
              {NAMES[kind]}
            </a>
          </li>
        );
      })}
    </ul>
  );
}

/** Index of the tab that a key moves to; null if it does not move. */
function nextTab(key: string, from: number): number | null {
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

/** Terms in a list; the style sheet reserves the height. */
const SHOWN = 10;

/** Props of {@linkcode TermList}. */
interface TermListProps {
  kind: TermKind;
  /** Most frequent first; undefined until they are known. */
  rows: readonly TermRow[] | undefined;
  /** Path and query of the page. */
  address: string;
  /** The active filter of the posts. */
  filter: PostFilter;
  /** Note if there are no terms. */
  empty: string;
}

/** The most frequent terms of a kind, as links that filter the posts. */
function TermList(
  { kind, rows, address, filter, empty }: TermListProps,
): VNode {
  const most = Math.max(1, rows?.[0]?.count ?? 0);
  const fill = kind === "positive" || kind === "negative" ? kind : "posts";
  return (
    <>
      {!rows?.length && <p class="note">{rows ? empty : "Loading…"}</p>}
      <ol class={kind === "emoji" ? "terms emoji" : "terms"}>
        {rows?.slice(0, SHOWN).map(({ term, count, before }) => {
          const isOn = isActive(kind, term, filter);
          const words = describeTerm({ kind, term });
          return (
            <li key={term}>
              <VisitLink
                href={hrefOf(kind, term, isOn, address)}
                aria-current={isOn ? "true" : "false"}
                title={isOn ? "Remove this filter" : `Show only: ${words}`}
              >
                <span class="word" dir="auto">{nameOf(kind, term)}</span>
                <svg class="meter" aria-hidden="true">
                  <rect
                    class={fill}
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

function isActive(
  kind: TermKind,
  term: string,
  filter: PostFilter,
): boolean {
  return kind === "lang"
    ? filter.lang === term
    : kind === "link"
    ? filter.site === term
    : filter.term?.kind === kind && filter.term.term === term;
}

function hrefOf(
  kind: TermKind,
  term: string,
  isOn: boolean,
  address: string,
): string {
  const change = kind === "lang"
    ? { lang: isOn ? null : term }
    : kind === "link"
    ? { site: isOn ? null : term }
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
  /** In the previous range of the same length, if there is one. */
  before: number | null | undefined;
}

/** The change of a count, as a sign for the eye and as text for screen readers. */
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
