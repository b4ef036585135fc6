import type { VNode } from "preact";
import { formatTime } from "../../domain/format/format_time.ts";
import { compareAddress } from "../../domain/request/compare_address.ts";
import type { WholeRange } from "../../domain/series/whole_range.ts";

const RANGES = [
  ["5m", "5\u00a0m"],
  ["15m", "15\u00a0m"],
  ["1h", "1\u00a0h"],
  ["6h", "6\u00a0h"],
  ["24h", "24\u00a0h"],
  ["7d", "7\u00a0d"],
  ["30d", "30\u00a0d"],
  ["all", "all"],
] as const;

/** Props of {@linkcode CompareRanges}. */
export interface CompareRangesProps {
  slugs: readonly string[];
  /** Parameters of the address besides the topics. */
  others: Readonly<Record<string, string>>;
  range: WholeRange;
}

/** Choice of the time that is shown: links, and a form for any other. */
export function CompareRanges(
  { slugs, others, range }: CompareRangesProps,
): VNode {
  const { range: named, from, to, ...kept } = others;
  const isCustom = from !== undefined || to !== undefined;
  const chosen = isCustom ? null : named ?? "15m";
  const words = (t: number) => formatTime(t, "day", "UTC");
  return (
    <nav class="ranges" aria-label="Time">
      <ul>
        {RANGES.map(([name, text]) => (
          <li key={name}>
            <a
              href={compareAddress(slugs, {
                range: name === "15m" ? null : name,
                ...kept,
              })}
              aria-current={name === chosen ? "true" : "false"}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
      <details>
        <summary aria-current={isCustom ? "true" : "false"}>
          {isCustom ? `${words(range.from)} – ${words(range.to)}` : "from–to"}
        </summary>
        <form action="/compare">
          <input type="hidden" name="topics" value={slugs.join(",")} />
          {Object.entries(kept).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <Moment name="from" label="From, UTC" seconds={range.from} />
          <Moment name="to" label="To, UTC" seconds={range.to} />
          <button type="submit">Show</button>
        </form>
      </details>
    </nav>
  );
}

function Moment(
  { name, label, seconds }: { name: string; label: string; seconds: number },
): VNode {
  return (
    <label>
      {label}
      <input
        type="datetime-local"
        name={name}
        value={new Date(seconds * 1_000).toISOString().slice(0, 16)}
        required
      />
    </label>
  );
}
