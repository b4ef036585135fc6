import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { formatTime, type Zone } from "../../domain/format/format_time.ts";
import { withParams } from "../../domain/request/with_params.ts";
import { fromInput, toInput } from "./time_input.ts";
import { visit } from "./visit.ts";
import { zone } from "./zone.ts";
import { zoneName } from "./zone_name.ts";

/** Props of {@linkcode RangeForm}. */
export interface RangeFormProps {
  /** What the page shows: path and query. */
  address: string;
  /** The time that is shown, in seconds since the epoch: where the form begins. */
  from: number;
  to: number;
  /** Whether that was chosen by its ends. */
  isCustom: boolean;
}

/** Choice of any time by its ends. Without script they are in UTC, and the rest of the address goes along. */
export function RangeForm(
  { address, from, to, isCustom }: RangeFormProps,
): VNode {
  const details = useRef<HTMLDetailsElement>(null);
  const [path = "", query = ""] = address.split("?");
  const others = Array.from(new URLSearchParams(query))
    .filter(([name]) => !["range", "from", "to"].includes(name));

  function show(event: SubmitEvent): void {
    const values = new FormData(event.currentTarget as HTMLFormElement);
    const [start, end] = ["from", "to"].map((name) =>
      fromInput(String(values.get(name)), zone.peek())
    );
    // What cannot be read the server names.
    if (!start || !end || start >= end) return;
    event.preventDefault();
    details.current!.open = false;
    const times = { range: null, from: String(start), to: String(end) };
    visit(withParams(address, times));
  }

  return (
    <details ref={details}>
      <summary aria-current={isCustom ? "true" : "false"}>
        {isCustom ? spanWords(from, to, zone.value) : "from–to"}
      </summary>
      <form action={path} onSubmit={show}>
        {others.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <TimeInput name="from" seconds={from} zone={zone.value} />
        <TimeInput name="to" seconds={to} zone={zone.value} />
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

/** `23 Nov 2026, 18:00 – 19:30`, or with both dates. */
function spanWords(from: number, to: number, zone: Zone): string {
  const [start, end] = [from, to].map((t) => formatTime(t, "day", zone));
  const [first, last] = [from, to].map((t) => formatTime(t, "minute", zone));
  return start === end
    ? `${start}, ${first} – ${last}`
    : `${start}, ${first} – ${end}, ${last}`;
}
