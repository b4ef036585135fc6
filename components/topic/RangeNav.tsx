import type { VNode } from "preact";
import { formatTime } from "../../domain/format/format_time.ts";
import type { PageRange } from "../../domain/request/page_range.ts";

const LINKS: readonly (readonly [PageRange["kind"], string])[] = [
  ["live", "15\u00a0m"],
  ["1h", "1\u00a0h"],
  ["6h", "6\u00a0h"],
  ["24h", "24\u00a0h"],
  ["7d", "7\u00a0d"],
  ["30d", "30\u00a0d"],
  ["all", "all"],
];

/** Props of {@linkcode RangeNav}. */
export interface RangeNavProps {
  slug: string;
  range: PageRange["kind"];
  /** What is shown, in seconds since the epoch: where the form begins. */
  from: number;
  to: number;
}

/** Choice of the time that is shown: links, and a form for any other. */
export function RangeNav({ slug, range, from, to }: RangeNavProps): VNode {
  const path = `/t/${encodeURIComponent(slug)}`;
  return (
    <nav class="ranges" aria-label="Time">
      <ul>
        {LINKS.map(([kind, text]) => (
          <li key={kind}>
            <a
              href={kind === "live" ? path : `${path}?range=${kind}`}
              aria-current={kind === range ? "true" : "false"}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
      <details>
        <summary aria-current={range === "custom" ? "true" : "false"}>
          {range === "custom" ? `${toWords(from)} – ${toWords(to)}` : "from–to"}
        </summary>
        <form action={path}>
          <label>
            From, UTC
            <input
              type="datetime-local"
              name="from"
              value={toInput(from)}
              required
            />
          </label>
          <label>
            To, UTC
            <input
              type="datetime-local"
              name="to"
              value={toInput(to)}
              required
            />
          </label>
          <button type="submit">Show</button>
        </form>
      </details>
    </nav>
  );
}

function toWords(seconds: number): string {
  return formatTime(seconds, "day", "UTC");
}

function toInput(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().slice(0, 16);
}
