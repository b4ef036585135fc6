import type { ReadonlySignal } from "@preact/signals";
import type { VNode } from "preact";
import {
  formatCount,
  formatNumber,
  formatPercent,
} from "../../domain/format/numbers.ts";
import {
  isFiltered,
  withParams,
  zoomParams,
} from "../../domain/request/address.ts";
import { formatMood } from "../../domain/format/mood.ts";
import type { Jump, JumpReasons } from "../../domain/schema/jumps.ts";
import { VisitLink } from "../address/VisitLink.tsx";
import type { TimeAxis } from "../chart/data.ts";
import { useScript } from "../elements/later.tsx";
import { NotifyButton } from "./NotifyButton.tsx";
import type { TopicView } from "../chart/TopicCharts.tsx";

/** Props of {@linkcode JumpList}. */
interface JumpListProps {
  view: TopicView;
  /** Path and query of the page. */
  address: ReadonlySignal<string>;
}

/** What stood out of the shown time: each a link to its posts, and what they were about. */
export function JumpList({ view, address }: JumpListProps): VNode {
  const { jumps = [], axis } = view.shown.value;
  const hasScript = useScript();
  return (
    <section aria-labelledby="jumps">
      <h2 id="jumps">
        What stood out <small>▾ in the charts</small>
      </h2>
      {hasScript.value && <NotifyButton view={view} />}
      {isFiltered(address.value)
        ? (
          <p class="note">
            Found among all posts only: remove the filters to see it
          </p>
        )
        : jumps.length === 0
        ? (
          <p class="note">
            Nothing: no bar with unusually many posts, none with another mood
            than before
          </p>
        )
        : (
          <ol>
            {jumps.map((jump) => (
              <li key={jump.from}>
                <VisitLink href={hrefOf(jump, address.value)}>
                  {whenOf(jump, axis)}
                </VisitLink>{" "}
                {describeJump(jump).join(" · ")}
                <Repeated {...jump.reasons} />
              </li>
            ))}
          </ol>
        )}
      <p class="note">
        <a
          href={`/t/${
            encodeURIComponent(view.shown.value.series.topic)
          }/feed.atom`}
        >
          Alerts as a feed
        </a>
      </p>
    </section>
  );
}

function hrefOf({ from, to }: Jump, address: string): string {
  // It is over: the range ends, whenever it is shown.
  const times = zoomParams({ from, to }, to * 1_000, 60);
  return withParams(address, { ...times, before: null });
}

function whenOf({ from, to }: Jump, { format, step }: TimeAxis): string {
  const start = format(from, step, true);
  return to - from <= step
    ? start
    : `${start} – ${format(to - step, step, true)}`;
}

/** `110 posts, 6 × the usual`, `more negative than usual`, `dead, #qe4`. */
function describeJump({ posts, usual, volume, mood, reasons }: Jump): string[] {
  const times = usual > 0 ? posts / usual : null;
  const words = [...reasons.words, ...reasons.sites].map(nameOf).join(", ");
  return [
    `${formatCount(posts)} posts` +
    (!volume
      ? ""
      : times === null || times >= 1_000
      ? ", usually none"
      : `, ${formatNumber(times, times < 10 ? 1 : 0)} × the usual`),
    mood
      ? `more ${
        mood.mean > mood.usual ? "positive" : "negative"
      } than usual (net mood ${formatMood(mood.mean)}, usually ${
        formatMood(mood.usual)
      })`
      : "",
    words,
    shareWords(reasons),
  ].filter(Boolean);
}

/** Fewer authors than this are all of the ten busiest. */
const FEW = 10;

function shareWords({ authors }: JumpReasons): string {
  if (!authors) return "";
  const { authors: count, share } = authors;
  if (count === 1) return "one author";
  return count <= FEW
    ? `${formatCount(count)} authors`
    : `the ten busiest of ${formatCount(count)} authors wrote ${
      formatPercent(share, 1)
    }`;
}

function nameOf({ kind, term }: { kind: string; term: string }): string {
  return kind === "hashtag"
    ? `#${term}`
    : kind === "mention"
    ? `@${term}`
    : term;
}

/** Characters of a repeated text that are shown. */
const SHOWN = 140;

function Repeated({ repeated }: JumpReasons): VNode | null {
  if (!repeated) return null;
  const { text, count } = repeated;
  const characters = Array.from(text);
  const short = characters.length <= SHOWN
    ? text
    : `${characters.slice(0, SHOWN).join("")}…`;
  return (
    <>
      {" · most repeated, "}
      {formatCount(count)}
      {" ×: "}
      <q dir="auto">{short}</q>
    </>
  );
}
