import type { VNode } from "preact";
import { Meter } from "../elements/Meter.tsx";
import { formatCount, formatNumber } from "../../domain/format/numbers.ts";
import { formatTime, formatTimes } from "../../domain/format/times.ts";
import {
  type ListKind,
  PAGE_LISTS,
  withParams,
} from "../../domain/request/address.ts";
import { NO_REPOSTS } from "../../domain/post/post.ts";
import { viewFilterParams } from "../../domain/request/posts.ts";
import { webUrl } from "../../domain/text/clean.ts";
import type { TopRow } from "../../domain/schema/top.ts";
import { DAY, type TimeRange } from "../../domain/time/range.ts";
import { WebLink } from "../post/WebLink.tsx";
import { entryFilter, entryName, LIST_NAMES } from "./lists.ts";
import { LINKS } from "./RangeNav.tsx";

/** An entry; of what the rollups count, only the number of posts is known. */
export type ShownEntry =
  & Pick<TopRow, "value" | "posts">
  & Partial<TopRow>;

/** Props of {@linkcode TopView}. */
export interface TopViewProps {
  slug: string;
  /** Path and query of the page. */
  address: string;
  kind: ListKind;
  range: TimeRange;
  rows: readonly ShownEntry[];
  /** Entries before these. */
  offset: number;
  /** The `offset` of those that follow; null if there are none. */
  next: number | null;
  /** What was counted, as text. */
  counted: string;
  /** Whether reposts are left out. */
  isWithoutReposts: boolean;
  /** Active filters, as text. */
  filters: readonly string[];
  /** Addresses of the list as files. */
  files: readonly (readonly [name: string, href: string])[];
}

/** A list of what posts of a range have in common, entry by entry. */
export function TopView(props: TopViewProps): VNode {
  const { kind, address, range, counted, rows, files, filters } = props;
  return (
    <div class="top">
      <Choices {...props} />
      <h2>
        {LIST_NAMES[kind]}{" "}
        <small>
          {formatTimes(range.from, range.to, "dated minute", "UTC")} UTC
        </small>
      </h2>
      <p class="note">{counted}</p>
      {filters.length > 0 && (
        <p class="note">
          Only posts with: <span dir="auto">{filters.join(", ")}</span> ·{" "}
          <a
            href={withParams(address, {
              ...viewFilterParams({}),
              offset: null,
            })}
          >
            All posts
          </a>
        </p>
      )}
      {rows.length === 0
        ? <p>None in this range</p>
        : <EntryTable {...props} />}
      <Pages {...props} />
      <p class="note">
        Save as {files.map(([name, href], i) => (
          <>
            {i > 0 && ", "}
            <a key={name} href={href} download>{name}</a>
          </>
        ))}
      </p>
    </div>
  );
}

/** Links to the other lists, to ranges, and to posts without reposts. */
function Choices(
  { address, kind, isWithoutReposts }: TopViewProps,
): VNode {
  const params = new URLSearchParams(address.split("?")[1]);
  const isCustom = params.get("from") || params.get("to");
  const range = isCustom ? "" : params.get("range") || "15m";
  const to = (changes: Readonly<Record<string, string | null>>) =>
    withParams(address, { ...changes, offset: null });
  return (
    <>
      <nav class="ranges" aria-label="Time">
        <ul>
          {LINKS.map(([name, text, title]) => (
            <li key={name}>
              <a
                href={to({ range: name, from: null, to: null })}
                title={title}
                aria-current={name === range ? "true" : "false"}
              >
                {text}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <ul class="list-tabs" aria-label="Lists">
        {PAGE_LISTS.map((one) => (
          <li key={one}>
            <a
              href={to({ list: one })}
              aria-current={one === kind ? "true" : "false"}
            >
              {LIST_NAMES[one]}
            </a>
          </li>
        ))}
      </ul>
      <ul class="moods" aria-label="Posts">
        <li>
          <a
            href={to({ kind: isWithoutReposts ? null : NO_REPOSTS.join() })}
            aria-current={isWithoutReposts ? "true" : "false"}
            title={isWithoutReposts ? "Count all posts" : "Leave reposts out"}
          >
            no reposts
          </a>
        </li>
      </ul>
    </>
  );
}

function EntryTable(
  { slug, address, kind, range, rows, offset }: TopViewProps,
): VNode {
  const hasTimes = rows.some(({ last }) => last !== undefined);
  const hasAuthors = hasTimes && kind !== "author";
  const most = Math.max(1, ...rows.map(({ posts }) => posts));
  return (
    <table>
      <caption class="unseen">{LIST_NAMES[kind]}</caption>
      <thead>
        <tr>
          <th scope="col">{LIST_NAMES[kind]}</th>
          <th scope="col">Posts</th>
          {hasTimes && <th scope="col">Share, %</th>}
          {hasAuthors && <th scope="col">Authors</th>}
          {hasTimes && <th scope="col" class="times">First</th>}
          {hasTimes && <th scope="col" class="times">Last</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <tr key={offset + i}>
            <th scope="row">
              <EntryName slug={slug} address={address} kind={kind} row={row} />
            </th>
            <td>
              <span class="level">
                <Meter fill="posts" count={row.posts} most={most} />
                {formatCount(row.posts)}
              </span>
            </td>
            {hasTimes && <td>{formatNumber(100 * (row.share ?? 0), 1)}</td>}
            {hasAuthors && <td>{formatCount(row.authors ?? 0)}</td>}
            {hasTimes && <td class="times">{timeOf(range, row.first)}</td>}
            {hasTimes && <td class="times">{timeOf(range, row.last)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A time of a range, as short as it can be. */
function timeOf({ from, to }: TimeRange, time: string | undefined): string {
  const precision = to - from > DAY ? "day" : "minute";
  return time ? formatTime(Date.parse(time) / 1_000, precision, "UTC") : "";
}

/** An entry as a link to its posts, and an address as one to its page too. */
function EntryName(
  { slug, address, kind, row }:
    & Pick<TopViewProps, "slug" | "address" | "kind">
    & { row: ShownEntry },
): VNode {
  const { value, isHashed } = row;
  const name = entryName(kind, value);
  if (isHashed) {
    return <span title="Not named, as X's terms ask">{name}</span>;
  }
  const query = address.split("?")[1] ?? "";
  const href = withParams(`/t/${encodeURIComponent(slug)}?${query}`, {
    ...entryFilter(kind, value),
    offset: null,
  });
  const web = kind === "url" ? webUrl(value) : null;
  return (
    <>
      <a href={href} dir="auto" title="Show its posts">{name}</a>
      {web && (
        <>
          {" "}
          <WebLink href={web}>Open ↗</WebLink>
        </>
      )}
    </>
  );
}

/** Entries of a page. */
export const PAGE_ENTRIES = 50;

function Pages(
  { address, offset, next, rows }: TopViewProps,
): VNode | null {
  if (offset === 0 && next === null) return null;
  const to = (start: number) =>
    withParams(address, { offset: start > 0 ? String(start) : null });
  return (
    <nav class="pages" aria-label="Entries">
      {offset > 0 && (
        <a href={to(Math.max(0, offset - PAGE_ENTRIES))} rel="prev">‹ Before</a>
      )}
      <span>
        {formatCount(offset + 1)}–{formatCount(offset + rows.length)}
      </span>
      {next !== null && <a href={to(next)} rel="next">More ›</a>}
    </nav>
  );
}
