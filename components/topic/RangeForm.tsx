import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { formatTime, type Zone } from "../../domain/format/times.ts";
import { TIME_PARAMETERS } from "../../domain/request/time_params.ts";
import { withParams } from "../../domain/request/with_params.ts";
import { zone } from "../address/zone.ts";
import { usePopover } from "../page/use_popover.ts";
import { fromInput, toInput } from "./time_input.ts";
import { visit } from "./visit.ts";
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
