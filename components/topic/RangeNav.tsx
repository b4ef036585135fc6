import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { formatTime, type Zone } from "../../domain/format/times.ts";
import { withParams } from "../../domain/request/parameters.ts";
import { nearRanges, TIME_PARAMETERS } from "../../domain/request/range.ts";
import { VisitLink } from "../address/VisitLink.tsx";
import { visit } from "../address/address.ts";
import { zone, zoneName } from "../address/zone.ts";
import { usePopover } from "../elements/Choices.tsx";
import { useScript } from "../live/hooks.ts";

const LINKS: readonly (readonly [range: string, text: string, name: string])[] =
  [
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
  const { address, from, to } = props;
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
                range: name === "15m" ? null : name,
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
      <RangeForm address={address} from={from} to={to} isCustom={isCustom} />
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

/** Selects any range by its ends; without scripts they are in UTC. */
function RangeForm(
  { address, from, to, isCustom }:
    & Omit<RangeNavProps, "nowMs">
    & { isCustom: boolean },
): VNode {
  const details = usePopover();
  const form = useRef<HTMLFormElement>(null);
  // Open fields do not move with time: they would lose what is being typed.
  const initial = useRef({ from, to });
  if (!details.current?.open) initial.current = { from, to };
  const [path = "", query = ""] = address.split("?");
  const others = Array.from(new URLSearchParams(query))
    .filter(([name]) => !TIME_PARAMETERS.includes(name));

  const fieldOf = (name: string) =>
    form.current!.elements.namedItem(name) as HTMLInputElement;
  const timeOf = (name: string) => fromInput(fieldOf(name).value, zone.peek());

  /** The browser shows the error at the field, and does not submit the form. */
  function validate(): void {
    const [start, end] = [timeOf("from"), timeOf("to")];
    const isWrong = start !== null && end !== null && start >= end;
    fieldOf("from").setCustomValidity(
      isWrong ? "From must be earlier than To" : "",
    );
  }

  function submit(event: SubmitEvent): void {
    const [start, end] = [timeOf("from"), timeOf("to")];
    // The server reports invalid times.
    if (start === null || end === null) return;
    event.preventDefault();
    details.current!.open = false;
    const times = { range: null, from: `${start}`, to: `${end}` };
    visit(withParams(address, times));
  }

  function reset(): void {
    if (details.current!.open) return;
    form.current!.reset();
    validate();
  }

  return (
    <details ref={details} onToggle={reset}>
      <summary aria-current={isCustom ? "true" : "false"}>
        {isCustom ? formatRange(from, to, zone.value) : "from–to"}
      </summary>
      <form
        class="popover"
        ref={form}
        action={path}
        onInput={validate}
        onSubmit={submit}
      >
        {others.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <TimeInput
          name="from"
          seconds={initial.current.from}
          zone={zone.value}
        />
        <TimeInput name="to" seconds={initial.current.to} zone={zone.value} />
        <button type="submit">Show</button>
      </form>
    </details>
  );
}

function TimeInput(
  { name, seconds, zone }: {
    name: "from" | "to";
    seconds: number;
    zone: Zone;
  },
): VNode {
  return (
    <label>
      {name === "from" ? "From" : "To"}, {zoneName(zone)}
      <input
        type="datetime-local"
        name={name}
        step="1"
        defaultValue={toInput(seconds, zone)}
        required
      />
    </label>
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

/** Formats seconds since the epoch for `<input type="datetime-local">`. */
export function toInput(seconds: number, zone: Zone): string {
  const offset = zone === "UTC"
    ? 0
    : new Date(seconds * 1_000).getTimezoneOffset() * 60;
  const iso = new Date((seconds - offset) * 1_000).toISOString();
  return seconds % 60 === 0 ? iso.slice(0, 16) : iso.slice(0, 19);
}

/** Parses the value of such an input into seconds since the epoch; null if it is invalid. */
export function fromInput(text: string, zone: Zone): number | null {
  // A time without a zone is local.
  const ms = Date.parse(zone === "UTC" ? `${text}Z` : text);
  return Number.isNaN(ms) ? null : Math.floor(ms / 1_000);
}

/** Selects local time or UTC; without scripts all times are in UTC. */
function ZoneSwitch({ address }: { address: string }): VNode {
  const hasScript = useScript();
  const isUtc = zone.value === "UTC";
  return (
    <ul class={hasScript.value ? "zones ready" : "zones"}>
      <li>
        <VisitLink
          href={withParams(address, { zone: null })}
          title={hasScript.value ? `Times in ${zoneName("local")}` : undefined}
          aria-current={isUtc ? "false" : "true"}
        >
          local
        </VisitLink>
      </li>
      <li>
        <VisitLink
          href={withParams(address, { zone: "utc" })}
          title="Times in UTC"
          aria-current={isUtc ? "true" : "false"}
        >
          UTC
        </VisitLink>
      </li>
    </ul>
  );
}
