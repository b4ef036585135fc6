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
    ["all", "all", "All that is stored"],
  ];

/** Props of {@linkcode RangeNav}. */
interface RangeNavProps {
  /** What the page shows: path and query. */
  address: string;
  /** The time that is shown, in seconds since the epoch. */
  from: number;
  to: number;
  nowMs: number;
}

/** Choice of the time that is shown, and of the zone that times are told in: links, and a form for any other. */
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

/** Where one may go from the time that is shown. */
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

/** Props of {@linkcode RangeForm}. */
interface RangeFormProps {
  /** What the page shows: path and query. */
  address: string;
  /** The time that is shown, in seconds since the epoch: where the form begins. */
  from: number;
  to: number;
  /** Whether that was chosen by its ends. */
  isCustom: boolean;
}

/** Choice of any time by its ends. Without script they are in UTC, and the rest of the address goes along. */
function RangeForm(
  { address, from, to, isCustom }: RangeFormProps,
): VNode {
  const details = usePopover();
  const form = useRef<HTMLFormElement>(null);
  // Fields that moved with the time would lose what is being typed.
  const began = useRef({ from, to });
  if (!details.current?.open) began.current = { from, to };
  const [path = "", query = ""] = address.split("?");
  const others = Array.from(new URLSearchParams(query))
    .filter(([name]) => !TIME_PARAMETERS.includes(name));

  const fieldOf = (name: string) =>
    form.current!.elements.namedItem(name) as HTMLInputElement;
  const timeOf = (name: string) => fromInput(fieldOf(name).value, zone.peek());

  /** The browser says it at the field, and sends nothing. */
  function judge(): void {
    const [start, end] = [timeOf("from"), timeOf("to")];
    const isWrong = start !== null && end !== null && start >= end;
    fieldOf("from").setCustomValidity(
      isWrong ? "From must be a time before To" : "",
    );
  }

  function show(event: SubmitEvent): void {
    const [start, end] = [timeOf("from"), timeOf("to")];
    // What cannot be read the server names.
    if (start === null || end === null) return;
    event.preventDefault();
    details.current!.open = false;
    const times = { range: null, from: `${start}`, to: `${end}` };
    visit(withParams(address, times));
  }

  function forget(): void {
    if (details.current!.open) return;
    form.current!.reset();
    judge();
  }

  return (
    <details ref={details} onToggle={forget}>
      <summary aria-current={isCustom ? "true" : "false"}>
        {isCustom ? spanWords(from, to, zone.value) : "from–to"}
      </summary>
      <form
        class="popover"
        ref={form}
        action={path}
        onInput={judge}
        onSubmit={show}
      >
        {others.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <TimeInput name="from" seconds={began.current.from} zone={zone.value} />
        <TimeInput name="to" seconds={began.current.to} zone={zone.value} />
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

/** `23 Nov 2026, 18:00 – 19:30`, or with both dates; with seconds where they matter. */
function spanWords(from: number, to: number, zone: Zone): string {
  const times = [from, to];
  const clock = times.every((t) => t % 60 === 0) ? "minute" : "second";
  const [start, end] = times.map((t) => formatTime(t, "day", zone));
  const [first, last] = times.map((t) => formatTime(t, clock, zone));
  return start === end
    ? `${start}, ${first} – ${last}`
    : `${start}, ${first} – ${end}, ${last}`;
}

/** A time in seconds since the epoch, as `<input type="datetime-local">` wants it. */
export function toInput(seconds: number, zone: Zone): string {
  const offset = zone === "UTC"
    ? 0
    : new Date(seconds * 1_000).getTimezoneOffset() * 60;
  const iso = new Date((seconds - offset) * 1_000).toISOString();
  return seconds % 60 === 0 ? iso.slice(0, 16) : iso.slice(0, 19);
}

/** What was written into such an input, in seconds since the epoch; null if it is not a time. */
export function fromInput(text: string, zone: Zone): number | null {
  // Without a zone at its end a time is the viewer's own.
  const ms = Date.parse(zone === "UTC" ? `${text}Z` : text);
  return Number.isNaN(ms) ? null : Math.floor(ms / 1_000);
}

/** Choice between the viewer's own zone and UTC; without script times are in UTC. */
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
