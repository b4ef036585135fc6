import type { VNode } from "preact";
import { nearRanges, withParams } from "../../domain/request/address.ts";
import { formatTime } from "../../domain/format/times.ts";
import { CALENDAR_UNITS, UNIT_SECONDS } from "../../domain/time/calendar.ts";
import { DAY } from "../../domain/time/range.ts";
import type { Zone } from "../../domain/time/zones.ts";
import { VisitLink } from "../address/VisitLink.tsx";
import { zone, zoneName } from "../address/address.ts";
import { usePopover } from "../elements/Choices.tsx";
import { later, useOpen, useScript } from "../elements/later.tsx";

const RangeForm = await later(async () =>
  (await import("./RangeForm.tsx")).RangeForm
);

/** The ranges that have a name. */
export const LINKS:
  readonly (readonly [range: string, text: string, name: string])[] = [
    ["5m", "5\u00a0m", "5 minutes"],
    ["15m", "15\u00a0m", "15 minutes"],
    ["1h", "1\u00a0h", "1 hour"],
    ["6h", "6\u00a0h", "6 hours"],
    ["24h", "24\u00a0h", "24 hours"],
    ["7d", "7\u00a0d", "7 days"],
    ["30d", "30\u00a0d", "30 days"],
    ["all", "all", "All time"],
  ];

/** Props of {@linkcode RangeNav}. */
interface RangeNavProps {
  /** Path and query of the page. */
  address: string;
  /** The range of the page, in seconds since the epoch. */
  from: number;
  to: number;
  nowMs: number;
}

/** Selects the range and the time zone of a page. */
export function RangeNav(props: RangeNavProps): VNode {
  const { address, from, to, nowMs } = props;
  // There the live window is not what pages begin with.
  const isPast = to < nowMs / 1_000 - DAY;
  const params = new URLSearchParams(address.split("?")[1] ?? "");
  const isCustom = Boolean(params.get("from") || params.get("to"));
  const range = isCustom ? "" : params.get("range") || "15m";
  return (
    <nav class="ranges" aria-label="Time">
      <ul>
        {LINKS.map(([name, text, title]) => (
          <li key={name}>
            <VisitLink
              href={withParams(address, {
                range: name === "15m" && !isPast ? null : name,
                from: null,
                to: null,
              })}
              title={title}
              aria-current={name === range ? "true" : "false"}
            >
              {text}
            </VisitLink>
          </li>
        ))}
      </ul>
      <NearLinks {...props} />
      <RangeChoice
        address={address}
        from={from}
        to={to}
        isCustom={isCustom}
      />
      <PerChoice address={address} from={from} to={to} />
      <ZoneSwitch address={address} />
    </nav>
  );
}

/** Links to earlier and later ranges, and to zoom. */
function NearLinks({ address, from, to, nowMs }: RangeNavProps): VNode {
  const near = nearRanges({ from, to }, nowMs);
  const steps = [
    [near.earlier, "‹", "Earlier"],
    [near.more, "−", "Zoom out"],
    [near.less, "+", "Zoom in"],
    [near.later, "›", "Later"],
  ] as const;
  return (
    <ul>
      {steps.map(([changes, text, title]) => (
        <li key={title}>
          {changes
            ? (
              <VisitLink
                href={withParams(address, { ...changes })}
                title={title}
                aria-label={title}
              >
                {text}
              </VisitLink>
            )
            : <span class="off" aria-hidden="true">{text}</span>}
        </li>
      ))}
    </ul>
  );
}

/** Props of {@linkcode RangeChoice}. */
interface RangeChoiceProps extends Omit<RangeNavProps, "nowMs"> {
  /** Whether the range was selected by its ends. */
  isCustom: boolean;
}

/** The range if it was selected by its ends, and the form for another. */
function RangeChoice({ isCustom, ...shown }: RangeChoiceProps): VNode {
  const details = usePopover();
  const { isOpen, onToggle } = useOpen(details);
  return (
    <details ref={details} onToggle={onToggle}>
      <summary aria-current={isCustom ? "true" : "false"}>
        {isCustom ? formatRange(shown.from, shown.to, zone.value) : "from–to"}
      </summary>
      {isOpen.value && (
        <RangeForm
          {...shown}
          onShow={() => details.current!.open = false}
        />
      )}
    </details>
  );
}

/** Buckets that a page shows at most. */
const MOST_SHOWN = 1_500;

/** Selects the buckets of charts: those that fit, or units of the calendar. */
function PerChoice(
  { address, from, to }: Omit<RangeNavProps, "nowMs">,
): VNode {
  const details = usePopover();
  const params = new URLSearchParams(address.split("?")[1] ?? "");
  const chosen = params.get("per") || "auto";
  const units = CALENDAR_UNITS.filter((unit) =>
    unit === chosen || (UNIT_SECONDS[unit] <= to - from &&
      (to - from) / UNIT_SECONDS[unit] <= MOST_SHOWN)
  );
  return (
    <details ref={details}>
      <summary
        title="What a bar stands for"
        aria-current={chosen === "auto" ? "false" : "true"}
      >
        per {chosen}
      </summary>
      <ul
        class="popover"
        onClick={() => details.current!.open = false}
      >
        {["auto", ...units].map((per) => (
          <li key={per}>
            <VisitLink
              href={withParams(address, { per: per === "auto" ? null : per })}
              aria-current={per === chosen ? "true" : "false"}
            >
              {per}
            </VisitLink>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** `23 Nov 2026, 18:00 – 19:30`, with both dates and with seconds where needed. */
function formatRange(from: number, to: number, zone: Zone): string {
  const times = [from, to];
  const clock = times.every((t) => t % 60 === 0) ? "minute" : "second";
  const [start, end] = times.map((t) => formatTime(t, "day", zone));
  const [first, last] = times.map((t) => formatTime(t, clock, zone));
  return start === end
    ? `${start}, ${first} – ${last}`
    : `${start}, ${first} – ${end}, ${last}`;
}

/** Selects local time or UTC, and names another zone of the address; without scripts all times are in UTC. */
function ZoneSwitch({ address }: { address: string }): VNode {
  const hasScript = useScript();
  const zones = [
    { value: "local", text: "local", param: null },
    { value: "UTC", text: "UTC", param: "utc" },
  ];
  if (!zones.some(({ value }) => value === zone.value)) {
    const { value } = zone;
    zones.push({ value, text: zoneName(value), param: value });
  }
  return (
    <ul class={hasScript.value ? "zones ready" : "zones"}>
      {zones.map(({ value, text, param }) => (
        <li key={value}>
          <VisitLink
            href={withParams(address, { zone: param })}
            title={value !== "local" || hasScript.value
              ? `Times in ${zoneName(value)}`
              : undefined}
            aria-current={value === zone.value ? "true" : "false"}
          >
            {text}
          </VisitLink>
        </li>
      ))}
    </ul>
  );
}
