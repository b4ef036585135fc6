import type { ReadonlySignal } from "@preact/signals";
import type { VNode } from "preact";
import { formatCount } from "../../domain/format/numbers.ts";
import { formatTime } from "../../domain/format/times.ts";
import { countedParams, withParams } from "../../domain/request/address.ts";
import { filterIn, viewFilterParams } from "../../domain/request/posts.ts";
import type { Filtered } from "../../domain/series/matched.ts";
import { queryOf, zone } from "../address/address.ts";
import { VisitLink } from "../address/VisitLink.tsx";
import { describeFilter } from "../elements/filter_labels.ts";
import type { LoadedRange } from "./loaded_range.ts";

/** Props of {@linkcode FilterBar}. */
interface FilterBarProps {
  /** Path and query of the page. */
  address: ReadonlySignal<string>;
  loaded: ReadonlySignal<LoadedRange>;
}

/** What a page is filtered by, each to be removed, and how many posts match. */
export function FilterBar({ address, loaded }: FilterBarProps): VNode {
  const now = address.value;
  const chips = describeFilter(filterIn(now));
  const { key, filtered } = loaded.value;
  const isKnown = filtered && key === `${countedParams(now)}`;
  const without = { ...viewFilterParams({}), before: null };
  return (
    <section class="filter-bar" aria-label="Filters">
      <ul class="chips" aria-label="Active filters">
        {chips.map(({ name, text }) => (
          <li key={name}>
            <VisitLink href={hrefWithout(name, now)} title="Remove this filter">
              <span dir="auto">{text}</span>
              <span aria-hidden="true">×</span>
              <span class="unseen">: remove</span>
            </VisitLink>
          </li>
        ))}
      </ul>
      <p class="matches" role="status">
        {isKnown ? <Matches {...filtered} /> : "Counting…"}
      </p>
      {chips.length > 1 && (
        <VisitLink href={withParams(now, without)}>Remove all</VisitLink>
      )}
    </section>
  );
}

/** A language and a site may stand in the address as terms. */
function hrefWithout(name: string, address: string): string {
  const kind = { lang: "lang:", site: "link:" }[name];
  const term = queryOf(address).get("term") ?? "";
  const isTerm = kind !== undefined && term.startsWith(kind);
  return withParams(address, {
    [name]: null,
    ...(isTerm && { term: null }),
    before: null,
  });
}

function Matches({ posts, of, since, cut, gone }: Filtered): VNode {
  const time = since === null
    ? ""
    : formatTime(since, "dated minute", zone.value);
  return (
    <>
      <b data-matches={posts}>{formatCount(posts)}</b> of {cut && "the newest "}
      {formatCount(of)} {of === 1 ? "post" : "posts"}
      {cut && (
        <small>Older ones were not read: all counts are since {time}</small>
      )}
      {gone > 0 && (
        <small>
          {formatCount(gone)} others are no longer stored
          {time && <>: all counts are since {time}</>}
        </small>
      )}
    </>
  );
}
