import type { ReadonlySignal } from "@preact/signals";
import type { VNode } from "preact";
import { Meter } from "../elements/Meter.tsx";
import {
  type ListKind,
  listKind,
  PAGE_LISTS,
  withParams,
} from "../../domain/request/address.ts";
import { formatCount } from "../../domain/format/numbers.ts";
import type { WindowTerms } from "../../domain/live/snapshot.ts";
import { isOwnKind, type TopKind } from "../../domain/post/post.ts";
import { hasFilter, type PostFilter } from "../../domain/post/search.ts";
import { readViewFilter } from "../../domain/request/posts.ts";
import { readPageRange } from "../../domain/request/range.ts";
import { termsSpan } from "../../domain/request/terms.ts";
import { VisitLink } from "../address/VisitLink.tsx";
import { address as shownAddress, onPlainClick } from "../address/address.ts";
import { describeTerm } from "../elements/labels.ts";
import { TakeButton, TakeForm } from "./TakeForm.tsx";
import { entryFilter, entryName, isChosen, LIST_NAMES } from "./lists.ts";
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
  /** @default none, and none can be added */
  ignored?: IgnoredView | undefined;
}

/** Words that were taken out of a topic, as its page shows them. */
export interface IgnoredView {
  /** The first of them. */
  readonly words: readonly string[];
  /** How many there are. */
  readonly count: number;
  /** Whether the reader may take out more. */
  readonly canEdit: boolean;
}

const NONE_IGNORED: IgnoredView = { words: [], count: 0, canEdit: false };

/** The most frequent positive and negative words, and tabs of other terms. */
export function WordLists(
  { slug, address, view, words, renderedAt, ignored = NONE_IGNORED }:
    WordListsProps,
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
            <TermList
              kind={kind}
              rows={terms[kind]}
              hasTake={ignored.canEdit}
              {...list}
            />
          </section>
        ))}
      </div>
      {ignored.canEdit && <TakeForm slug={slug} address={now} />}
      <IgnoredNote slug={slug} {...ignored} />
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
        {kind === "author" ? "Posts by them" : "Posts containing it"},{" "}
        {span.words}
        {hasFilter(filter)
          ? `, of those that match the filters${
            isOwnKind(kind) ? "" : " (the newest 5,000 at most)"
          }`
          : span.before && !isOwnKind(kind) &&
            <>; ↑ ↓ change from {span.before}</>} ·{" "}
        <a href={topAddress(now)}>More of them, and as CSV</a>
      </p>
    </>
  );
}

/** What the lists leave out. */
function IgnoredNote(
  { slug, words, count, canEdit }: { slug: string } & IgnoredView,
): VNode | null {
  if (count === 0 && !canEdit) return null;
  const path = `/t/${encodeURIComponent(slug)}/words`;
  const rest = count - words.length;
  return (
    <p class="note">
      {count > 0
        ? `Without mood here: ${words.join(", ")}${
          rest > 0 ? ` and ${formatCount(rest)} more` : ""
        } · `
        : "× takes a word out: it says nothing about the mood here · "}
      <a href={path}>{canEdit ? "Change" : "What this means"}</a>
    </p>
  );
}

/** The address of a topic's page as that of the whole list. */
function topAddress(address: string): string {
  return withParams(address.replace(/(?=\?|$)/, "/top"), { before: null });
}

/** Id of the element that shows the selected list. */
const PANEL = "terms";

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
    const to = nextTab(event.key, PAGE_LISTS.indexOf(selected));
    if (to === null) return;
    event.preventDefault();
    select(PAGE_LISTS.at(to % PAGE_LISTS.length)!);
  }

  return (
    <ul
      class="list-tabs"
      role={isLive ? "tablist" : undefined}
      aria-label="Lists"
    >
      {PAGE_LISTS.map((kind) => {
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
              {LIST_NAMES[kind]}
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
  kind: TopKind;
  /** Most frequent first; undefined until they are known. */
  rows: readonly TermRow[] | undefined;
  /** Path and query of the page. */
  address: string;
  /** The active filter of the posts. */
  filter: PostFilter;
  /** Note if there are no terms. */
  empty: string;
  /** Whether each word can be taken out of the topic. @default {false} */
  hasTake?: boolean;
}

/** Lists whose entries are long. */
const LONG: ReadonlySet<TopKind> = new Set(["text", "url"]);

/** The most frequent terms of a kind, as links that filter the posts. */
function TermList(
  { kind, rows, address, filter, empty, hasTake = false }: TermListProps,
): VNode {
  const most = Math.max(1, rows?.[0]?.count ?? 0);
  const look = kind === "emoji" ? "emoji" : LONG.has(kind) ? "long" : "";
  return (
    <>
      {!rows?.length && <p class="note">{rows ? empty : "Loading…"}</p>}
      <ol class={`terms ${look}`}>
        {rows?.slice(0, SHOWN).map((row) => (
          <li key={row.term} class={hasTake ? "takes" : undefined}>
            {hasTake && <TakeButton word={row.term} />}
            <Entry {...{ kind, row, most, address, filter }} />
          </li>
        ))}
      </ol>
    </>
  );
}

/** Props of {@linkcode Entry}. */
interface EntryProps extends Omit<TermListProps, "rows" | "empty" | "hasTake"> {
  row: TermRow;
  /** The highest count of the list. */
  most: number;
}

function Entry({ kind, row, most, address, filter }: EntryProps): VNode {
  const { term, count, before, isHashed } = row;
  const fill = kind === "positive" || kind === "negative" ? kind : "posts";
  const name = entryName(kind, term);
  const parts = (
    <>
      <span class="word" dir="auto">{name}</span>
      <Meter fill={fill} count={count} most={most} />
      <span class="count">
        {formatCount(count)}
        <span class="unseen">{count === 1 ? " post" : " posts"}</span>
      </span>
      <ChangeMark count={count} before={before} />
    </>
  );
  if (isHashed) {
    return (
      <span class="entry" title="Not named, as X's terms ask">{parts}</span>
    );
  }
  const changes = entryFilter(kind, term);
  const isOn = isChosen(changes, filter);
  const off = Object.fromEntries(
    Object.keys(changes).map((name) => [name, null]),
  );
  const words = isOwnKind(kind) ? name : describeTerm({ kind, term });
  return (
    <VisitLink
      href={withParams(address, { ...isOn ? off : changes, before: null })}
      aria-current={isOn ? "true" : "false"}
      title={isOn ? "Remove this filter" : `Show only: ${words}`}
    >
      {parts}
    </VisitLink>
  );
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
